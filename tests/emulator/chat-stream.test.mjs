// A stream as its bytes (reference 4, 6).
import assert from "node:assert/strict";
import test from "node:test";
import { ROLE, chunksOf, eventsOf, service, system, textOf, user } from "./service.mjs";

const NOW = 1_764_500_101_000;
const DOCUMENT = system("The lighthouse of Ar-Men was built between 1867 and 1881 on a rock in the open sea. Its keepers called it the hell of hells.");
const request = { model: "qwen-long", messages: [ROLE, DOCUMENT, user("When was the lighthouse built?")], stream: true };
const stream = async (more, options) => (await service({ now: () => NOW, ...options }).chat({ ...request, ...more })).text();
const withUsage = { stream_options: { include_usage: true } };

test("a stream is announced as the service announces it", async () => {
  const response = await service().chat(request);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/event-stream;charset=UTF-8");
  assert.equal(response.headers.get("x-emulator-usage"), "estimate");
});

test("the envelope is the same in every chunk, and the four key orders come where they were recorded", async () => {
  const response = await service({ now: () => NOW }).chat({ ...request, ...withUsage });
  const id = `chatcmpl-${response.headers.get("x-request-id")}`;
  const events = eventsOf(await response.text());
  const tail = `],"object":"chat.completion.chunk","usage":null,"created":1764500101,"system_fingerprint":null,"model":"qwen-long","id":"${id}"}`;
  const [first, second, ...rest] = events;
  const [last, usage, done] = rest.splice(-3);
  assert.equal(first, `{"choices":[{"delta":{"content":"","role":"assistant"},"index":0,"logprobs":null,"finish_reason":null}${tail}`);
  assert.ok(second.startsWith('{"choices":[{"finish_reason":null,"logprobs":null,"delta":{"content":"') && second.endsWith(`"},"index":0}${tail}`));
  for (const event of rest) {
    assert.ok(event.startsWith('{"choices":[{"delta":{"content":"') && event.endsWith(`"},"finish_reason":null,"index":0,"logprobs":null}${tail}`), event);
  }
  assert.equal(last, `{"choices":[{"finish_reason":"stop","delta":{"content":""},"index":0,"logprobs":null}${tail}`);
  const [, prompt, completion, total] = /"usage":\{"prompt_tokens":(\d+),"completion_tokens":(\d+),"total_tokens":(\d+)\}/.exec(usage).map(Number);
  assert.ok(usage.startsWith('{"choices":[],"object":"chat.completion.chunk","usage":{') && usage.endsWith(`"created":1764500101,"system_fingerprint":null,"model":"qwen-long","id":"${id}"}`));
  assert.equal(total, prompt + completion);
  assert.ok(prompt > 30 && completion > 30);
  assert.equal(done, "[DONE]");
});

test("without include_usage there is no usage chunk", async () => {
  const chunks = chunksOf(await stream());
  assert.ok(chunks.every(({ choices, usage }) => choices.length === 1 && usage === null));
});

test("the stream's text is the plain answer's, first token by token, then several at once", async () => {
  const chunks = chunksOf(await stream());
  const plain = await service().answer(request.messages);
  assert.equal(textOf(chunks), plain);
  const lengths = chunks.slice(1, -1).map(({ choices }) => choices[0].delta.content.length);
  assert.ok(lengths.slice(0, 3).every((length) => length > 0 && length <= 4), String(lengths));
  assert.ok(lengths.slice(3, -1).every((length) => length >= 8 && length <= 32), String(lengths));
});

test("max_tokens cuts the answer, which ends with length and counts as many tokens", async () => {
  const chunks = chunksOf(await stream({ max_tokens: 7, ...withUsage }));
  const whole = textOf(chunksOf(await stream()));
  assert.ok(whole.startsWith(textOf(chunks)) && textOf(chunks).length < 30);
  assert.equal(chunks.at(-2).choices[0].finish_reason, "length");
  assert.equal(chunks.at(-1).usage.completion_tokens, 7);
});

test("the answer ends before the first stop text", async () => {
  for (const stop of ["not a model", ["never there", "not a model"]]) {
    const chunks = chunksOf(await stream({ stop }));
    assert.equal(textOf(chunks), "**Qwen emulator, ");
    assert.equal(chunks.at(-1).choices[0].finish_reason, "stop");
  }
});

test("several choices interleave by index, and each is whole", async () => {
  const chunks = chunksOf(await stream({ model: "qwen-plus", n: 2, ...withUsage }));
  assert.deepEqual(chunks.slice(0, 4).map(({ choices }) => choices[0].index), [0, 1, 0, 1]);
  assert.equal(textOf(chunks, 0), textOf(chunks, 1));
  assert.deepEqual(chunks.slice(-3, -1).map(({ choices }) => [choices[0].index, choices[0].finish_reason]), [[0, "stop"], [1, "stop"]]);
});

test("a thinking model thinks first, with null contents, and answers then, with null reasoning", async () => {
  const events = eventsOf(await stream({ model: "qwen-plus", enable_thinking: true, ...withUsage }));
  assert.match(events[0], /^\{"choices":\[\{"delta":\{"content":null,"role":"assistant","reasoning_content":""\},"index":0,"logprobs":null,"finish_reason":null\}/);
  const deltas = events.slice(1, -3).map((event) => JSON.parse(event).choices[0].delta);
  const answerFrom = deltas.findIndex(({ content }) => content !== null);
  assert.ok(answerFrom > 1);
  for (const [position, { content, reasoning_content }] of deltas.entries()) {
    assert.equal(position < answerFrom ? content : reasoning_content, null);
    assert.equal(typeof (position < answerFrom ? reasoning_content : content), "string");
  }
  assert.match(events.at(-3), /"delta":\{"content":"","reasoning_content":null\}/);
  const { usage } = JSON.parse(events.at(-2));
  assert.deepEqual(Object.keys(usage), ["prompt_tokens", "completion_tokens", "total_tokens", "completion_tokens_details", "prompt_tokens_details"]);
  assert.ok(usage.completion_tokens_details.reasoning_tokens > 5 && usage.completion_tokens_details.reasoning_tokens < usage.completion_tokens);
});

test("models think by default where the service's do", async () => {
  const thinks = async (more) => (await stream(more)).includes('"reasoning_content":""');
  assert.equal(await thinks({ model: "qwen-plus-latest" }), false);
  assert.equal(await thinks({ model: "qwen3-32b" }), true);
  assert.equal(await thinks({ model: "qwen3-32b", enable_thinking: false }), false);
  assert.equal(await thinks({ model: "qwq-plus" }), true);
});

/** The sizes of the reads and the whole text. */
async function reads(chunking) {
  const response = await service({ chunking, now: () => NOW }).chat({ ...request, messages: [user("灯塔是什么时候建成的？")] });
  const sizes = [];
  const parts = [];
  for await (const bytes of response.body) {
    sizes.push(bytes.length);
    parts.push(bytes);
  }
  return { sizes, text: Buffer.concat(parts).toString().replaceAll(/chatcmpl-[0-9a-f-]+/g, "ID") };
}

test("a read is one event, or as many bytes as asked for, cutting characters; the text stays the same", async () => {
  const whole = await reads(Infinity);
  assert.equal(whole.sizes.length, 1);
  const events = await reads("events");
  assert.equal(events.sizes.length, eventsOf(events.text).length);
  for (const chunking of [1, 7, 1000]) {
    const { sizes, text } = await reads(chunking);
    assert.ok(sizes.slice(0, -1).every((size) => size === chunking) && sizes.at(-1) <= chunking);
    assert.equal(text, whole.text);
  }
  assert.equal(events.text, whole.text);
});

test("a chunking that never ends is refused when the emulator is made", () => {
  for (const chunking of [0, -1, 0.5, Number.NaN]) assert.throws(() => service({ chunking }), RangeError);
});

test("nothing is sent before it is read, and the pace is kept", async () => {
  const response = await service({ pace: { firstTokenMs: 60, chunkMs: 25 } }).chat({ ...request, max_tokens: 2 });
  const reader = response.body.getReader();
  const times = [];
  const start = performance.now();
  for (let step = await reader.read(); !step.done; step = await reader.read()) times.push(performance.now() - start);
  // role, two tokens, finish, [DONE]
  assert.equal(times.length, 5);
  assert.ok(times[0] >= 58, `${times}`);
  for (let i = 1; i < times.length; i += 1) assert.ok(times[i] - times[i - 1] >= 23, `${times}`);
});

test("the head waits for the latency", async () => {
  const start = performance.now();
  await service({ pace: { latencyMs: 50 } }).chat(request);
  assert.ok(performance.now() - start >= 48);
});
