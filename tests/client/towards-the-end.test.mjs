// @ts-check
/** Whoever waits for the end of a stream gets there, also from the midst of reading it; and what was begun loses nothing. */
import assert from "node:assert/strict";
import test from "node:test";
import { Qwen } from "qwen-edge";

const EVENTS = 50;
const chunk = (/** @type {string} */ content, finish_reason = /** @type {string | null} */ (null)) => `data: ${JSON.stringify({ id: "c", choices: [{ index: 0, delta: { content }, finish_reason }], usage: finish_reason && { total_tokens: 7 } })}\n\n`;
const texts = Array.from({ length: EVENTS }, (_, at) => `${at} 租约🙂`);
const all = texts.join("");

/** An answer, one event a read. */
async function asked() {
  const reads = [...texts.map((text) => chunk(text)), chunk("", "stop"), "data: [DONE]\n\n"];
  const body = new ReadableStream({ pull: (to) => (reads.length > 0 ? to.enqueue(new TextEncoder().encode(reads.shift())) : to.close()) }, { highWaterMark: 0 });
  const fetch = async () => new Response(body, { headers: { "content-type": "text/event-stream" } });
  return new Qwen({ apiKey: "sk-x", fetch, logLevel: "off" }).chat.completions.create({ model: "qwen-plus", messages: [{ role: "user", content: "?" }], stream: true });
}

const limit = { timeout: 5000 };

test("the whole answer, from the midst of its text", limit, async () => {
  const stream = await asked();
  const text = stream.text()[Symbol.asyncIterator]();
  const { value: first } = await text.next();
  assert.equal(await stream.finalContent(), all);
  let rest = "";
  for await (const piece of text) rest += piece;
  assert.equal(first + rest, all);
});

test("the tokens, from within the loop over its chunks", limit, async () => {
  const stream = await asked();
  const got = [];
  for await (const { choices } of stream) {
    if (got.length % 7 === 0) assert.deepEqual(await stream.totalUsage(), { total_tokens: 7 });
    got.push(choices[0]?.delta.content);
  }
  assert.deepEqual(got, [...texts, ""]);
});

test("the end asked for first, and then a slow reader of chunks", limit, async () => {
  const stream = await asked();
  const end = stream.end;
  const got = [];
  for await (const { choices } of stream) {
    got.push(choices[0]?.delta.content);
    if (got.length < 10) await new Promise((resolve) => setTimeout(resolve, 2));
  }
  assert.deepEqual(got, [...texts, ""]);
  assert.equal((await end).state, "complete");
});

test("whoever breaks out of the loop still leaves the rest unread", limit, async () => {
  const stream = await asked();
  const end = stream.end;
  for await (const _ of stream) break;
  assert.equal((await end).state, "aborted");
});

test("an abort is told to the first who waits", limit, async () => {
  const stream = await asked();
  const chunks = stream[Symbol.asyncIterator]();
  const waiting = [chunks.next(), chunks.next()];
  stream.abort("enough");
  waiting.push(chunks.next());
  const [first, ...others] = await Promise.allSettled(waiting);
  assert.equal(first?.status === "rejected" && first.reason.name, "APIUserAbortError");
  assert.deepEqual(others.map((other) => other.status === "fulfilled" && other.value.done), [true, true]);
});
