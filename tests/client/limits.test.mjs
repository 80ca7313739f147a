// @ts-check
/** What never ends or is too large: a typed error, the connection closed, the memory used again. */
import assert from "node:assert/strict";
import test from "node:test";

/** The linear memories that the package makes. @type {WebAssembly.Memory[]} */
const memories = [];
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = /** @type {any} */ (async (/** @type {any[]} */ ...all) => {
  const made = await /** @type {any} */ (instantiate)(...all);
  memories.push(...Object.values((made.instance ?? made).exports).filter((one) => one instanceof WebAssembly.Memory));
  return made;
});
const { Qwen, StreamDecodeError } = await import("qwen-edge");

const MEGABYTE = 1024 * 1024;
const events = { headers: { "content-type": "text/event-stream" } };

/** A client whose service sends `piece` for ever; `seen` counts, and tells the cancel. @param {string} start @param {string} piece */
function endless(start, piece) {
  const seen = { pieces: 0, cancelled: false };
  const encoder = new TextEncoder();
  const bytes = encoder.encode(piece);
  const body = () =>
    new ReadableStream({
      start: (controller) => controller.enqueue(encoder.encode(start)),
      pull: (controller) => {
        seen.pieces += 1;
        controller.enqueue(bytes.slice());
      },
      cancel: () => void (seen.cancelled = true),
    }, { highWaterMark: 0 });
  const fetch = async (/** @type {string} */ _url, /** @type {RequestInit} */ init = {}) =>
    JSON.parse(String(init.body)).stream ? new Response(body(), events) : new Response(body(), { headers: { "content-type": "application/json" } });
  return { seen, qwen: new Qwen({ apiKey: "sk-x", fetch, maxRetries: 0 }) };
}

/** @type {{ model: string, messages: [{ role: "user", content: "?" }] }} */
const question = { model: "qwen-plus", messages: [{ role: "user", content: "?" }] };
const pages = () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);

test("an event that never ends is given up at its limit, and its memory is used again", async () => {
  const sizes = [];
  for (let round = 0; round < 3; round += 1) {
    const { seen, qwen } = endless("data: ", "x".repeat(MEGABYTE));
    const stream = await qwen.chat.completions.create({ ...question, stream: true });
    await assert.rejects(stream.finalContent(), (error) => error instanceof StreamDecodeError && error.code === "event_too_large");
    assert.equal((await stream.end).state, "error");
    assert.ok(seen.cancelled, "the connection is closed");
    assert.ok(seen.pieces > 100 && seen.pieces < 140, `${seen.pieces} MiB were read`);
    sizes.push(pages());
  }
  assert.ok(memories.length > 0, "the memory is the one that is measured");
  assert.deepEqual(sizes, [sizes[0], sizes[0], sizes[0]], "bytes of linear memory after each");
});

test("an answer that never ends is given up at its limit", async () => {
  const chunk = JSON.stringify({ id: "c", model: "m", choices: [{ index: 0, delta: { content: "x".repeat(MEGABYTE) } }] });
  const { seen, qwen } = endless("", `data: ${chunk}\n\n`);
  const stream = await qwen.chat.completions.create({ ...question, stream: true });
  await assert.rejects(stream.finalContent(), (error) => error instanceof StreamDecodeError && error.code === "answer_too_large");
  assert.ok(seen.cancelled && seen.pieces < 70, `${seen.pieces} MiB were read`);
});

test("a plain body that never ends is given up at its limit", async () => {
  const { seen, qwen } = endless('{"choices":[', " ".repeat(4 * MEGABYTE));
  await assert.rejects(qwen.chat.completions.create(question), (error) => error instanceof StreamDecodeError && error.code === "body_too_large");
  assert.ok(seen.cancelled && seen.pieces < 70, `${4 * seen.pieces} MiB were read`);
});

test("a list whose pages repeat ends with an error, after what it gave", async () => {
  let asked = 0;
  const fetch = async () => {
    asked += 1;
    return Response.json({ object: "list", data: [{ id: `file-${Math.min(asked, 3)}` }], has_more: true });
  };
  const qwen = new Qwen({ apiKey: "sk-x", fetch, maxRetries: 0 });
  /** @type {string[]} */
  const seen = [];
  const reading = (async () => {
    for await (const file of qwen.files.list()) seen.push(file.id);
  })();
  await assert.rejects(reading, (error) => error instanceof StreamDecodeError && error.code === "endless_list");
  assert.deepEqual(seen, ["file-1", "file-2", "file-3", "file-3"]);
});

test("names and indices of the wire pollute nothing and allocate nothing by their value", async () => {
  const poison = '{"id":"c","model":"m","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"choices":[{"index":0,"delta":{"content":"a","__proto__":{"polluted":1}},"finish_reason":null}]}';
  const stop = '{"id":"c","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}';
  const answers = [`data: ${poison}\n\ndata: ${poison}\n\ndata: ${stop}\n\ndata: [DONE]\n\n`];
  for (const index of ["4294967295", "-1", "1e9", '"0"', "128"]) answers.push(`data: ${poison.replace('"index":0', `"index":${index}`)}\n\n`);
  const before = pages();
  for (const [at, text] of answers.entries()) {
    const qwen = new Qwen({ apiKey: "sk-x", fetch: async () => new Response(text, events), maxRetries: 0 });
    const stream = await qwen.chat.completions.create({ ...question, stream: true });
    const reading = (async () => {
      for await (const chunk of stream) assert.equal(/** @type {any} */ (chunk).polluted, undefined);
    })();
    if (at === 0) await reading;
    else await assert.rejects(reading, (error) => error instanceof StreamDecodeError && error.code === "bad_index");
    assert.equal(/** @type {any} */ ({}).polluted, undefined);
  }
  assert.equal(pages(), before, "bytes of linear memory");
});
