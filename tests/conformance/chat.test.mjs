// Every chat case through `qwen.chat.completions.create({ stream: true })`, its bytes served by a `fetch` option: whole, and byte by byte.
// Where sensible clients differ (`contested`) the call must only end: no hang, no crash, nothing on Object.prototype.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Qwen, QwenError, StreamDecodeError, TruncatedStreamError } from "qwen-edge";
import { cases, cut, inPieces, missing, read, transcripts } from "./material.mjs";

const TIMEOUT = { timeout: 20_000 };

/** Bodies larger than this are cut into hundreds instead of single bytes. */
const BYTE_BY_BYTE = 64 * 1024;

describe("chat streams", { skip: missing }, () => {
  for (const one of cases("chat-cases.jsonl")) {
    const bytes = new Uint8Array(one.sse_file ? read(one.sse_file) : Buffer.from(one.sse, "utf8"));
    for (const [how, size] of [["whole", Math.max(1, bytes.length)], ["cut", bytes.length > BYTE_BY_BYTE ? 100 : 1]])
      test(`${one.name}, ${how}${one.contested ? ", contested" : ""}`, TIMEOUT, async () => {
        const found = await play(bytes, size);
        assert.deepEqual(Object.keys(Object.prototype), [], "Object.prototype is clean");
        if (one.contested) return;
        compareEnd(found, one.expected);
        compareAnswer(found, one.expected);
      });
  }
});

describe("recorded bodies of the service", { skip: missing }, () => {
  for (const name of transcripts())
    test(name, TIMEOUT, async () => {
      const bytes = new Uint8Array(read(`transcripts/${name}`));
      const whole = await play(bytes, bytes.length);
      assert.deepEqual(plain(await play(bytes, 1)), plain(whole), "the cuts change nothing");
      assert.equal(whole.error, null);
      assert.ok(["complete", "tool_calls", "length"].includes(whole.end.state), whole.end.state);
      assert.ok(whole.chunks > 2, "chunks");
    });
});

/** What a reader of the stream ends up with. */
async function play(bytes, size) {
  const fetch = async () => inPieces(cut(bytes, size), { headers: { "content-type": "text/event-stream" } });
  const qwen = new Qwen({ apiKey: "sk-test", fetch, maxRetries: 0 });
  const stream = await qwen.chat.completions.create({ model: "qwen-plus", messages: [{ role: "user", content: "x" }], stream: true });
  let chunks = 0;
  let text = "";
  let error = null;
  try {
    for await (const chunk of stream) {
      chunks += 1;
      text += chunk.choices?.find(({ index }) => index === 0)?.delta?.content ?? "";
    }
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error === null || error instanceof QwenError, `a typed error, not ${error?.stack}`);
  const completion = error === null ? await stream.finalChatCompletion() : (error.partial ?? null);
  return { chunks, text, error, completion, end: await stream.end };
}

function compareEnd({ error, end }, expected) {
  if (expected.error?.kind === "malformed") return assert.ok(error instanceof StreamDecodeError, `StreamDecodeError, not ${error}`);
  if (expected.error) {
    assert.ok(error, "the service's error reaches the reader");
    assert.equal(end.state, "error");
    for (const field of ["code", "type"]) if (expected.error[field] != null) assert.equal(String(error[field]), String(expected.error[field]), field);
    if (expected.error.message != null) assert.ok(error.message.includes(expected.error.message), `"${expected.error.message}" in "${error.message}"`);
    return;
  }
  if (expected.finish_reason === null) return compareUnfinished(error, end, expected.done);
  assert.equal(error, null);
  assert.equal(end.finish_reason, expected.finish_reason);
}

/** An answer without a finish reason is truncated. Where [DONE] came all the same, the cases call it an end: either reading will do. */
function compareUnfinished(error, end, done) {
  if (done && error === null) return;
  assert.ok(error instanceof TruncatedStreamError, `without a finish reason an answer is truncated, not ${error ?? end.state}`);
}

function compareAnswer({ chunks, text, error, completion, end }, expected) {
  if (error === null) assert.equal(chunks, expected.chunks, "chunks");
  if (completion === null) return assert.equal(text, expected.text, "the text before the error");
  const choice = completion.choices.find(({ index }) => index === 0);
  assert.equal(choice?.message.content ?? "", expected.text, "text");
  assert.equal(choice?.message.reasoning_content ?? "", expected.reasoning, "reasoning");
  const calls = (choice?.message.tool_calls ?? []).map((call) => ({ id: call.id, name: call.function.name, arguments: call.function.arguments }));
  assert.deepEqual(calls, expected.tool_calls.map(({ id, name, arguments: args }) => ({ id, name, arguments: args })), "tool calls");
  assert.deepEqual(end.usage ?? null, expected.usage, "usage");
  if (expected.refusal) assert.equal(choice.message.refusal, expected.refusal, "refusal");
  if (expected.audio) assert.deepEqual(choice.message.audio, expected.audio, "audio");
  for (const other of expected.choices ?? []) compareChoice(completion, other);
}

function compareChoice(completion, expected) {
  const choice = completion.choices.find(({ index }) => index === expected.index);
  assert.equal(choice?.message.content ?? "", expected.text, `text of choice ${expected.index}`);
  assert.equal(choice?.finish_reason ?? null, expected.finish_reason, `finish reason of choice ${expected.index}`);
}

function plain({ error, end, ...rest }) {
  return { ...rest, error: String(error), state: end.state };
}
