// @ts-check
/** Reads of any size, of many streams at once: all go through one inbox in linear memory. */
import assert from "node:assert/strict";
import test from "node:test";
import { events, Qwen } from "qwen-edge";

/** Bytes of the inbox: `WINDOW` in src/limits.rs. */
const INBOX = 65_536;
const encoder = new TextEncoder();
const event = (/** @type {string} */ content, finish_reason = /** @type {string | null} */ (null)) =>
  `data: ${JSON.stringify({ id: "c", model: "m", choices: [{ index: 0, delta: { content }, finish_reason }] })}\n\n`;

/** A body whose reads are these. @param {Uint8Array[]} reads */
function body(reads) {
  const left = [...reads];
  return new Response(new ReadableStream({ pull: (to) => (left.length > 0 ? to.enqueue(left.shift()) : to.close()) }, { highWaterMark: 0 }), { headers: { "content-type": "text/event-stream" } });
}

/** @param {Uint8Array[]} reads */
function asked(reads) {
  const qwen = new Qwen({ apiKey: "sk-x", fetch: async () => body(reads), logLevel: "off" });
  return qwen.chat.completions.create({ model: "m", messages: [{ role: "user", content: "?" }], stream: true });
}

/** An answer that has so many bytes, and its text, in which a character's bytes lie on both sides of every border. */
function answerOf(/** @type {number} */ size) {
  const texts = [];
  let sse = "";
  const end = event("", "stop") + "data: [DONE]\n\n";
  for (let at = 0, length = encoder.encode(end).length; ; at += 1) {
    const text = `${at} 租约🙂`;
    const more = event(text);
    length += encoder.encode(more).length;
    if (length > size - 20) break;
    texts.push(text);
    sse += more;
  }
  const missing = size - encoder.encode(sse + end).length - 2;
  return { bytes: encoder.encode(`:${"x".repeat(missing - 1)}\n\n${sse}${end}`), text: texts.join("") };
}

for (const size of [INBOX - 1, INBOX, INBOX + 1, 2 * INBOX, 5 * INBOX + 12_345])
  test(`a read of ${size} bytes is read whole`, async () => {
    const { bytes, text } = answerOf(size);
    assert.equal(bytes.length, size);
    let chunks = "";
    for await (const { choices } of await asked([bytes])) chunks += choices[0]?.delta.content ?? "";
    assert.equal(chunks, text);
    let viewed = "";
    for await (const piece of (await asked([bytes])).text()) viewed += piece;
    assert.equal(viewed, text);
    let data = "";
    for await (const one of events(body([bytes]))) data += one.data === "[DONE]" ? "" : JSON.parse(one.data).choices[0].delta.content;
    assert.equal(data, text);
  });

test("an event larger than the inbox, and reads of nothing", async () => {
  const text = "租约".repeat(INBOX);
  const bytes = encoder.encode(event("a") + event(text) + event("z", "stop"));
  const stream = await asked([new Uint8Array(), bytes.slice(0, 10), new Uint8Array(), bytes.slice(10)]);
  assert.equal(await stream.finalContent(), `a${text}z`);
});

test("streams that are read at the same time get nothing of each other", async () => {
  const reads = (/** @type {string} */ name) => Array.from({ length: 200 }, (_, at) => encoder.encode(event(`${name}${at} `, at === 199 ? "stop" : null)));
  const names = ["a", "b", "c", "d"];
  const read = async (/** @type {string} */ name) => {
    let text = "";
    for await (const piece of (await asked(reads(name))).text()) text += piece;
    return text;
  };
  const texts = await Promise.all(names.map(read));
  names.forEach((name, at) => assert.equal(texts[at], Array.from({ length: 200 }, (_, step) => `${name}${step} `).join("")));
});
