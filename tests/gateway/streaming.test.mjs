// @ts-check
/** Answers stream through unbuffered, and end when the page or the service ends. */
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import test from "node:test";
import { createGateway } from "qwen-edge/gateway";
import { CHAT, PAGE, gateway, post, question, service, until } from "./harness.mjs";

/** @typedef {import("./harness.mjs").ServerResponse} ServerResponse */

/** @param {import("./harness.mjs").TestContext} t */
async function streaming(t) {
  /** @type {ServerResponse[]} */
  const open = [];
  const { url } = await service(t, (_, res) => {
    res.writeHead(200, { "content-type": "text/event-stream;charset=UTF-8" });
    res.flushHeaders();
    open.push(res);
  });
  const base = await gateway(t, { baseURL: url });
  return { base, open };
}

/** @param {Response} response */
function reader(response) {
  assert.ok(response.body);
  return response.body.pipeThrough(new TextDecoderStream()).getReader();
}

test("each event is seen before the service writes the next", async (t) => {
  const { base, open } = await streaming(t);
  const response = await post(base + CHAT, question);
  assert.equal(response.headers.get("content-type"), "text/event-stream;charset=UTF-8");
  const events = reader(response);
  for (let i = 0; i < 20; i++) {
    open[0]?.write(`data: ${i}\n\n`);
    assert.deepEqual(await events.read(), { done: false, value: `data: ${i}\n\n` });
  }
  open[0]?.end("data: [DONE]\n\n");
  assert.equal((await events.read()).value, "data: [DONE]\n\n");
  assert.equal((await events.read()).done, true);
});

test("when the page stops reading, the service's connection is closed", async (t) => {
  const { base, open } = await streaming(t);
  const response = await post(base + CHAT, question);
  const events = reader(response);
  open[0]?.write("data: 1\n\n");
  await events.read();
  await events.cancel();
  await until(() => open[0]?.destroyed === true, "the service sees the close");
});

test("when the page aborts before the answer begins, the service's connection is closed", async (t) => {
  let closed = false;
  const { url, requests } = await service(t, (req) => req.socket.on("close", () => (closed = true)));
  const base = await gateway(t, { baseURL: url });
  const abort = new AbortController();
  const answer = post(base + CHAT, question, { signal: abort.signal });
  await until(() => requests.length === 1, "the question arrives");
  abort.abort();
  await assert.rejects(answer, { name: "AbortError" });
  await until(() => closed, "the service sees the close");
});

test("when the page's connection dies, the service's is closed", async (t) => {
  const { base, open } = await streaming(t);
  const page = http.request(base + CHAT, { method: "POST", headers: { origin: PAGE, "content-type": "application/json" } });
  page.end(JSON.stringify(question));
  const [response] = await once(page, "response");
  open[0]?.write("data: 1\n\n");
  await once(response, "data");
  response.on("error", () => {});
  page.destroy();
  await until(() => open[0]?.destroyed === true, "the service sees the close");
});

test("an answer that breaks off at the service breaks off at the page", async (t) => {
  const { base, open } = await streaming(t);
  const events = reader(await post(base + CHAT, question));
  open[0]?.write("data: 1\n\n");
  assert.equal((await events.read()).value, "data: 1\n\n");
  open[0]?.destroy();
  await assert.rejects(events.read());
});

test("a page that does not read slows the service down", async (t) => {
  const { base, open } = await streaming(t);
  const response = await post(base + CHAT, question);
  const chunk = Buffer.alloc(1 << 20, "x");
  let written = 0;
  while (written < 64 && open[0]?.write(chunk)) written++;
  const stuck = async () => {
    const drained = once(/** @type {ServerResponse} */ (open[0]), "drain").then(() => false);
    return Promise.race([drained, new Promise((resolve) => setTimeout(resolve, 300, true))]);
  };
  while (written < 64 && !(await stuck())) {
    written++;
    open[0]?.write(chunk);
  }
  assert.ok(written < 40, `the service wrote ${written} MiB that nobody read`);
  await response.body?.cancel();
});

test("two answers at once do not disturb each other", async (t) => {
  const { base, open } = await streaming(t);
  const one = reader(await post(base + CHAT, question));
  const two = reader(await post(base + CHAT, question));
  open[0]?.write("data: one\n\n");
  open[1]?.write("data: two\n\n");
  assert.equal((await two.read()).value, "data: two\n\n");
  await two.cancel();
  assert.equal((await one.read()).value, "data: one\n\n");
  open[0]?.end("data: [DONE]\n\n");
  assert.equal((await one.read()).value, "data: [DONE]\n\n");
});

test("however an exchange ends, no listener stays on the page's signal", async () => {
  const encode = (/** @type {string} */ text) => new TextEncoder().encode(text);
  const whole = () => new Response("data: [DONE]\n\n", { headers: { "content-type": "text/event-stream" } });
  const cut = () => new Response(new ReadableStream({ pull: (c) => c.error(new Error("cut")) }));
  const endless = () => new Response(new ReadableStream({ start: (c) => c.enqueue(encode("data: 1\n\n")) }));
  /** @type {[string, () => Response, (response: Response) => Promise<unknown>][]} */
  const rows = [
    ["read to the end", whole, (response) => response.text()],
    ["broken off", cut, (response) => response.text().catch(() => {})],
    ["refused", () => new Response("no sk-x", { status: 401 }), (response) => response.text()],
    ["left by the page", endless, async (response) => response.body?.cancel()],
    ["without a body", () => new Response(null, { status: 204 }), async () => {}],
    ["unreachable", () => { throw new Error(); }, (response) => response.text()],
    ["redirected", () => Response.redirect("https://elsewhere.example"), (response) => response.text()],
  ];
  for (const [how, answer, finish] of rows) {
    const handler = createGateway({ apiKey: "sk-x", allow: { models: ["qwen-long"] }, fetch: async () => answer() });
    const request = new Request("http://g/chat/completions", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(question) });
    let listeners = 0;
    const { signal } = request;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (/** @type {[any, any]} */ ...given) => (listeners++, addEventListener.apply(signal, given));
    signal.removeEventListener = (/** @type {[any, any]} */ ...given) => (listeners = 0, removeEventListener.apply(signal, given));
    const response = await handler.fetch(request);
    if (how === "left by the page") assert.equal(listeners, 1, "there is one while the answer lasts");
    await finish(response);
    assert.equal(listeners, 0, how);
  }
});

test("a fetch that ignores its signal is stopped by its body", async () => {
  let cancelled = false;
  const body = new ReadableStream({ start: (c) => c.enqueue(new Uint8Array(1)), cancel: () => void (cancelled = true) });
  const handler = createGateway({ apiKey: "sk-x", allow: { models: [], listModels: true }, fetch: async () => new Response(body) });
  const page = new AbortController();
  await handler.fetch(new Request("http://g/models", { signal: page.signal }));
  page.abort();
  await until(() => cancelled, "the body is cancelled");
});
