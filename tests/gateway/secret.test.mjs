// @ts-check
/** The key stays on this side, also where the service quotes it: a page sees its refusals without it, in whatever cuts they come. */
import assert from "node:assert/strict";
import test from "node:test";
import { createGateway } from "qwen-edge/gateway";
import fc from "fast-check";
import { CHAT, KEY, gateway, post, question, service, until } from "./harness.mjs";

const JSON_TYPE = { "content-type": "application/json" };
const quoting = (/** @type {string} */ key) => JSON.stringify({ error: { message: `Incorrect API key provided: ${key}. 密钥 ${key}`, code: "invalid_api_key" } });

test("a refusal that quotes the key comes without it, whole otherwise", async (t) => {
  for (const status of [400, 401, 429, 500, 503]) {
    const { url } = await service(t, (_, res) => res.writeHead(status, { ...JSON_TYPE, "x-request-id": `r-${KEY}`, "x-dashscope-debug": `Bearer ${KEY}` }).end(quoting(KEY)));
    const response = await post((await gateway(t, { baseURL: url })) + CHAT, question);
    assert.equal(response.status, status);
    assert.deepEqual(["x-request-id", "x-dashscope-debug"].map((name) => response.headers.get(name)), ["r-...", "Bearer ..."]);
    assert.equal(await response.text(), quoting("..."));
  }
});

test("a key that a function gives, with white space around it, is cut out as it was sent", async (t) => {
  const { url } = await service(t, (req, res) => res.writeHead(401, JSON_TYPE).end(quoting(req.headers.authorization?.slice(7) ?? "")));
  const response = await post((await gateway(t, { baseURL: url, apiKey: async () => ` ${KEY}\n` })) + CHAT, question);
  assert.equal(await response.text(), quoting("..."));
});

test("of an answer the headers are without it, too, and the body is not looked into", async (t) => {
  const events = `data: {"choices":[{"delta":{"content":"${KEY}"}}]}\n\n`;
  const { url } = await service(t, (_, res) => res.writeHead(200, { "content-type": "text/event-stream", "x-request-id": KEY }).end(events));
  const response = await post((await gateway(t, { baseURL: url })) + CHAT, question);
  assert.equal(response.headers.get("x-request-id"), "...");
  assert.equal(await response.text(), events);
});

/** What a page gets of a refusal whose body comes in these pieces. */
async function passed(/** @type {Uint8Array[]} */ pieces, /** @type {string} */ apiKey) {
  const body = new ReadableStream({ start: (c) => (pieces.forEach((piece) => c.enqueue(piece)), c.close()) });
  const { fetch } = createGateway({ apiKey, allow: { models: [], listModels: true }, fetch: async () => new Response(body, { status: 401 }) });
  return Buffer.from(await (await fetch(new Request("http://g/models"))).arrayBuffer());
}

test("in any cuts, and where its beginning repeats itself", async () => {
  // A key that begins again within itself, texts that nearly hold it, bytes that are no UTF-8.
  const piece = fc.oneof(fc.constantFrom("sk-sk-sk-a", "sk-", "sk-sk-", "a", "密"), fc.string({ maxLength: 3 })).map((text) => Buffer.from(text));
  const bytes = fc.array(fc.oneof(piece, fc.uint8Array({ maxLength: 3 }).map((some) => Buffer.from(some))), { maxLength: 12 }).map((all) => Buffer.concat(all));
  const property = fc.asyncProperty(bytes, fc.array(fc.nat(40), { maxLength: 12 }), async (whole, cuts) => {
    const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length];
    const pieces = places.slice(1).map((place, at) => new Uint8Array(whole.subarray(places[at], place)));
    const expected = Buffer.from(whole.toString("latin1").replaceAll("sk-sk-sk-a", "..."), "latin1");
    assert.deepEqual(await passed(pieces, "sk-sk-sk-a"), expected);
  });
  await fc.assert(property, { numRuns: 2000 });
});

test("what cannot be the key any more is passed on at once, and nothing of a refusal is collected", async (t) => {
  /** @type {import("./harness.mjs").ServerResponse | undefined} */
  let open;
  const { url } = await service(t, (_, res) => void (open = res).writeHead(400, { "content-type": "text/event-stream" }).write(`data: {"error":{"message":"${KEY} is wro`));
  const response = await post((await gateway(t, { baseURL: url })) + CHAT, question);
  const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await reader.read()).value, 'data: {"error":{"message":"... is wro');
  open?.write(`ng"}}\n\n${KEY.slice(0, 5)}`);
  assert.equal((await reader.read()).value, 'ng"}}\n\n');
  open?.write(`${KEY.slice(5)}!`);
  assert.equal((await reader.read()).value, "...!");
  await reader.cancel();
  await until(() => open?.destroyed === true, "the service sees that the page has left");
});

test("a refusal that breaks off breaks off, and a page that leaves ends it", async (t) => {
  /** @type {import("./harness.mjs").ServerResponse[]} */
  const open = [];
  const { url } = await service(t, (_, res) => void (open.push(res), res.writeHead(500, JSON_TYPE).write(`{"error":"${KEY}`)));
  const base = await gateway(t, { baseURL: url });
  const broken = await post(base + CHAT, question);
  open[0]?.destroy();
  await assert.rejects(broken.text());
  const abort = new AbortController();
  await post(base + CHAT, question, { signal: abort.signal });
  abort.abort();
  await until(() => open[1]?.destroyed === true, "the service sees that the page has left");
});
