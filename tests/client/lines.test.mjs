// @ts-check
/** toReadableStream() hands on what it does not look into, and other clients read it. Work is counted, never timed. */
import assert from "node:assert/strict";
import test from "node:test";
import { ChatCompletionStream } from "openai/lib/ChatCompletionStream";
import { Qwen } from "qwen-edge";

const encoder = new TextEncoder();
const event = (/** @type {unknown} */ delta, finish_reason = /** @type {string | null} */ (null)) =>
  encoder.encode(`data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta, finish_reason }] })}\n\n`);
const END = [event({}, "stop"), encoder.encode("data: [DONE]\n\n")];

/** The lines of an answer whose reads are these, and how many have been taken. @param {Uint8Array[]} reads */
async function lines(reads) {
  const taken = { reads: 0 };
  const pull = (/** @type {ReadableStreamDefaultController} */ to) => {
    const read = reads[taken.reads];
    if (!read) return to.close();
    taken.reads += 1;
    to.enqueue(read);
  };
  const fetch = async () => new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), { headers: { "content-type": "text/event-stream" } });
  const stream = await new Qwen({ apiKey: "sk-x", fetch, logLevel: "off" }).chat.completions.create({ model: "m", messages: [{ role: "user", content: "?" }], stream: true });
  return { taken, body: stream.toReadableStream() };
}

/** Counts the calls of what reads or writes text while `work` is done. @param {() => Promise<void>} work */
async function counted(work) {
  /** @type {string[]} */
  const calls = [];
  const watched = /** @type {[any, string][]} */ ([[JSON, "parse"], [JSON, "stringify"], [TextDecoder.prototype, "decode"], [TextEncoder.prototype, "encode"], [TextEncoder.prototype, "encodeInto"]]);
  const restore = watched.map(([owner, name]) => {
    const real = owner[name];
    owner[name] = function (/** @type {unknown[]} */ ...all) {
      calls.push(name);
      return real.apply(this, all);
    };
    return () => (owner[name] = real);
  });
  try {
    await work();
  } finally {
    for (const undo of restore) undo();
  }
  return calls;
}

test("nothing is decoded, parsed or written anew that is only handed on", async () => {
  const texts = Array.from({ length: 200 }, (_, at) => event({ content: `${at} "租约" 🙂\n` }));
  const others = [event({ role: "assistant", content: "" }), event({ tool_calls: [{ index: 0, id: "i", function: { name: "f", arguments: "{}" } }] })];
  const reads = [...others, ...texts];
  const { body } = await lines([...reads, ...END]);
  const reader = body.getReader();
  /** @type {Uint8Array[]} */
  const got = [];
  const calls = await counted(async () => {
    while (got.length < reads.length) got.push(/** @type {Uint8Array} */ ((await reader.read()).value));
  });
  assert.deepEqual(calls, []);
  assert.deepEqual(got.map((line) => new TextDecoder().decode(line)), reads.map((read) => new TextDecoder().decode(read).slice(6, -1)));
});

test("nothing is read ahead of who reads the lines", async () => {
  const { taken, body } = await lines([event({ content: "a" }), event({ content: "b" }), ...END]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(taken.reads, 0);
  const reader = body.getReader();
  await reader.read();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(taken.reads, 1);
});

test("lines are bytes of their own, which later reads leave alone", async () => {
  const { body } = await lines([event({ content: "first" }), event({ content: "other" }), ...END]);
  const reader = body.getReader();
  const { value: first } = await reader.read();
  const before = new TextDecoder().decode(first);
  for (; !(await reader.read()).done; );
  assert.equal(new TextDecoder().decode(first), before);
  assert.equal(/** @type {Uint8Array} */ (first).buffer.byteLength, /** @type {Uint8Array} */ (first).byteLength, "and no more than these");
});

test("openai's client reads the lines", async () => {
  const { body } = await lines([event({ role: "assistant", content: "" }), event({ content: "two " }), event({ content: "年" }), ...END]);
  const { choices } = await ChatCompletionStream.fromReadableStream(/** @type {any} */ (body)).finalChatCompletion();
  assert.deepEqual([choices[0]?.message.content, choices[0]?.finish_reason], ["two 年", "stop"]);
});
