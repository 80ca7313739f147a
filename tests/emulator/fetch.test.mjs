// The emulator as a fetch function: inputs, abort signals, the record of requests, reset.
import assert from "node:assert/strict";
import test from "node:test";
import { BASE, KEY, service, user } from "./service.mjs";

const headers = { Authorization: `Bearer ${KEY}` };
const tick = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const streaming = { model: "qwen-long", messages: [user("Hi")], stream: true };

test("fetch needs no `this` and takes text, a URL, a Request, and a Request with changes", async () => {
  const { fetch } = service();
  const url = `${BASE}/models`;
  assert.equal((await fetch(url, { headers })).status, 200);
  assert.equal((await fetch(new URL(url), { headers })).status, 200);
  assert.equal((await fetch(new Request(url, { headers }))).status, 200);
  assert.equal((await fetch(new Request(url), { headers })).status, 200);
});

test("a streamed request body is read", async () => {
  const { fetch } = service();
  const body = new Blob([JSON.stringify({ ...streaming, stream: false })]).stream();
  assert.equal((await fetch(`${BASE}/chat/completions`, { method: "POST", headers, body })).status, 200);
});

test("requests are recorded in order, with what tests ask for", async () => {
  const { requests, upload, chat, get } = service();
  await upload("合同.txt", "12345");
  await chat(streaming);
  await get("/models?x=1");
  assert.deepEqual(requests.map(({ method, url }) => [method, url]), [
    ["POST", `${BASE}/files`],
    ["POST", `${BASE}/chat/completions`],
    ["GET", `${BASE}/models?x=1`],
  ]);
  assert.deepEqual(requests.map(({ headers }) => headers.authorization), Array(3).fill(`Bearer ${KEY}`));
  const [multipart, json, none] = requests.map(({ body }) => body);
  assert.deepEqual(multipart.fields, { purpose: "file-extract" });
  assert.deepEqual(multipart.files.map(({ field, filename, bytes }) => [field, filename, bytes]), [["file", "合同.txt", 5]]);
  assert.deepEqual(JSON.parse(json), streaming);
  assert.equal(none, null);
});

test("reset forgets files and requests, in the same array", async () => {
  const { requests, file, get, reset } = service();
  const id = await file("a.txt", "x");
  reset();
  assert.equal(requests.length, 0);
  assert.equal((await get(`/files/${id}`)).status, 404);
  assert.equal(requests.length, 1);
});

test("two emulators share nothing", async () => {
  const [one, other] = [service(), service()];
  const id = await one.file("a.txt", "x");
  assert.equal((await other.get(`/files/${id}`)).status, 404);
});

test("a signal that is aborted already rejects with its reason, and nothing was sent", async () => {
  const { chat, requests } = service();
  const reason = new Error("too late");
  await assert.rejects(chat(streaming, { signal: AbortSignal.abort(reason) }), (error) => error === reason);
  assert.equal(requests.length, 0);
});

for (const [name, reason] of [["an error", new Error("stop")], ["a text", "why"], ["null", null]]) {
  test(`an abort before the head rejects with the reason: ${name}`, async () => {
    const { chat, requests } = service({ pace: { latencyMs: 60_000 } });
    const controller = new AbortController();
    const call = chat(streaming, { signal: controller.signal });
    await tick(5);
    controller.abort(reason);
    await call.then(assert.fail, (error) => assert.equal(error, reason));
    assert.equal(requests.length, 1);
  });
}

test("the signal of a Request counts, unless init has one of its own", async () => {
  const { fetch } = service({ pace: { latencyMs: 60_000 } });
  const inner = new AbortController();
  const call = fetch(new Request(`${BASE}/models`, { headers, signal: inner.signal }));
  await tick(5);
  inner.abort();
  await assert.rejects(call, { name: "AbortError" });
  const { fetch: quick } = service();
  assert.equal((await quick(new Request(`${BASE}/models`, { headers, signal: inner.signal }), { signal: null })).status, 200);
});

test("an upload that never ends can be aborted", async () => {
  const { fetch, requests } = service();
  const controller = new AbortController();
  const body = new ReadableStream({ pull: () => new Promise(() => {}) });
  const call = fetch(`${BASE}/files`, { method: "POST", headers: { ...headers, "content-type": "multipart/form-data; boundary=x" }, body, signal: controller.signal });
  await tick(5);
  controller.abort();
  await assert.rejects(call, { name: "AbortError" });
  assert.equal(requests[0].body, null);
});

test("an abort in the middle of a stream errors its body with the reason, at once", async () => {
  const { chat } = service({ pace: { chunkMs: 60_000 } });
  const controller = new AbortController();
  const response = await chat(streaming, { signal: controller.signal });
  const reader = response.body.getReader();
  assert.equal((await reader.read()).done, false);
  const waiting = reader.read();
  const reason = new Error("enough");
  controller.abort(reason);
  await assert.rejects(waiting, (error) => error === reason);
});

test("a stream that is cancelled, or aborted, leaves no timer behind", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const { chat } = service({ pace: { chunkMs: 60_000 } });
  const before = timers();
  for (const end of [(reader) => reader.cancel(), (_, controller) => controller.abort()]) {
    const controller = new AbortController();
    const reader = (await chat(streaming, { signal: controller.signal })).body.getReader();
    await reader.read();
    const waiting = reader.read().catch(() => undefined);
    await new Promise(setImmediate); // the wait begins
    assert.equal(timers(), before + 1);
    await end(reader, controller);
    await waiting;
    assert.equal(timers(), before);
  }
});

test("an abort after the end of a stream changes nothing, and no listener stays", async () => {
  const { chat } = service();
  const controller = new AbortController();
  let listeners = 0;
  const { signal } = controller;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args) => (listeners++, add(...args));
  signal.removeEventListener = (...args) => (listeners--, remove(...args));
  const text = await (await chat(streaming, { signal })).text();
  assert.equal(listeners, 0);
  controller.abort();
  assert.ok(text.endsWith("data: [DONE]\n\n"));
});
