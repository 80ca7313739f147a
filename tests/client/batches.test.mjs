// @ts-check
/** Batches as large as they come: the memory stays small, the limits hold. */
import assert from "node:assert/strict";
import test from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { BatchError, Qwen, StreamDecodeError } from "qwen-edge";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

const MEGABYTE = 1 << 20;
const OUTPUT = "file-batch_output-1";

/** A client whose service has one batch, completed, whose output file is this body. @param {number} answers @param {() => ReadableStream} body */
function clientOf(answers, body) {
  const batch = { id: "batch_1", object: "batch", status: "completed", output_file_id: OUTPUT, error_file_id: null, request_counts: { total: answers, completed: answers, failed: 0 } };
  return new Qwen({ apiKey: "sk-x", maxRetries: 0, fetch: async (url) => (url.endsWith("/content") ? new Response(body()) : Response.json(batch)) });
}

/** A client whose service takes an upload and makes a batch of it; `uploads` are the files. */
function uploading() {
  /** @type {File[]} */
  const uploads = [];
  /** @param {string} url @param {RequestInit} [init] */
  const fetch = async (url, init) => {
    if (url.endsWith("/files")) uploads.push(/** @type {File} */ (/** @type {FormData} */ (init?.body).get("file")));
    return Response.json({ id: url.endsWith("/files") ? "file-batch-1" : "batch_1" });
  };
  return { uploads, qwen: new Qwen({ apiKey: "sk-x", maxRetries: 0, fetch }) };
}

/** Reads of 64 KB with `count` lines of about 10 KB. @param {number} count */
function manyLines(count) {
  const content = "An answer of some length, with 汉字 and 😀 in it. ".repeat(180);
  const encoder = new TextEncoder();
  let line = 0;
  let left = new Uint8Array();
  const pull = (/** @type {ReadableStreamDefaultController} */ controller) => {
    while (left.length < 65_536 && line < count) {
      line += 1;
      const body = { choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }] };
      left = Buffer.concat([left, encoder.encode(`${JSON.stringify({ custom_id: String(line), response: { status_code: 200, request_id: "r", body }, error: null })}\n`)]);
    }
    if (left.length === 0) return controller.close();
    controller.enqueue(left.slice(0, 65_536));
    left = left.slice(65_536);
  };
  return new ReadableStream({ pull }, { highWaterMark: 0 });
}

test("500 MB of results take the memory of a few lines", async () => {
  const count = 50_000;
  /** What is still needed: not what merely has not been collected yet. */
  const held = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = held();
  let most = 0;
  let characters = 0;
  let number = 0;
  for await (const result of clientOf(count, () => manyLines(count)).batches.results("batch_1")) {
    number += 1;
    assert.equal(result.custom_id, String(number));
    if (result.ok) characters += result.completion.choices[0]?.message.content?.length ?? 0;
    if (number % 2500 === 0) most = Math.max(most, held() - before);
  }
  assert.equal(number, count);
  assert.ok(characters > 400 * MEGABYTE, `${characters} characters were read`);
  assert.ok(most < 16 * MEGABYTE, `${Math.round(most / MEGABYTE)} MB were held at most`);
});

test("a slow reader is not read ahead of", async () => {
  let pulls = 0;
  const line = new TextEncoder().encode(`${JSON.stringify({ custom_id: "a", response: { status_code: 200, body: {} }, error: null })}\n`);
  const body = () => new ReadableStream({ pull: (controller) => void ((pulls += 1), controller.enqueue(line)) }, { highWaterMark: 0 });
  const results = clientOf(1, body).batches.results("batch_1");
  for (let number = 1; number <= 3; number += 1) {
    await results.next();
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(pulls, number);
  }
  await results.return?.();
});

test("a line that does not end is given up at its limit", async () => {
  const seen = { pieces: 0, cancelled: false };
  const piece = new Uint8Array(MEGABYTE).fill(120);
  const body = () => new ReadableStream({ pull: (controller) => void ((seen.pieces += 1), controller.enqueue(piece)), cancel: () => void (seen.cancelled = true) }, { highWaterMark: 0 });
  await assert.rejects(clientOf(1, body).batches.results("batch_1").next(), (error) => error instanceof StreamDecodeError && error.code === "line_too_large");
  assert.equal(seen.pieces, 65);
  assert.ok(seen.cancelled);
});

test("a long batch is written in parts, and every line of it arrives", async () => {
  const { uploads, qwen } = uploading();
  /** @type {{ phase: string, lines: number, bytes: number }[]} */
  const events = [];
  const content = "你好".repeat(200);
  const requests = Array.from({ length: 20_000 }, (_, at) => ({ custom_id: `r-${at}`, body: { model: "qwen-plus", messages: [{ role: /** @type {const} */ ("user"), content }] } }));
  await qwen.batches.create({ requests }, { onProgress: (event) => events.push(event) });
  const lines = (await /** @type {File} */ (uploads[0]).text()).trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ custom_id }) => custom_id), requests.map(({ custom_id }) => custom_id));
  assert.ok(lines.every(({ body }) => body.messages[0].content === content));
  const written = events.filter(({ phase }) => phase === "write");
  assert.ok(written.length >= 9, `${written.length} parts`);
  assert.equal(events.at(-1)?.bytes, uploads[0]?.size);
});

test("a request that is written is let go", async () => {
  /** @type {WeakRef<object>[]} */
  const taken = [];
  async function* requests() {
    for (let at = 0; at < 200; at += 1) {
      const body = { model: "qwen-plus", messages: [] };
      taken.push(new WeakRef(body));
      yield { body };
      await new Promise((resolve) => setImmediate(resolve));
    }
    collect();
  }
  await uploading().qwen.batches.create({ requests: requests() });
  const alive = taken.filter((body) => body.deref()).length;
  assert.ok(alive < 10, `${alive} of ${taken.length} are held`);
});

test("a batch has 50,000 requests and no more", async () => {
  const { uploads, qwen } = uploading();
  let taken = 0;
  function* requests() {
    for (;;) yield { custom_id: String((taken += 1)), body: { model: "qwen-plus", messages: [] } };
  }
  await assert.rejects(qwen.batches.create({ requests: requests() }), (error) => error instanceof BatchError && error.code === "too_many_lines" && error.line === 50_001);
  assert.deepEqual([taken, uploads.length], [50_001, 0]);
});
