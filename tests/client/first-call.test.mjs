// @ts-check
/** The first call of a page does not wait until the core is there: the request and the start of the wasm go side by side. */
import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before, beforeEach } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

/** @typedef {typeof import("qwen-edge")} Package */
/** @typedef {{ address: string, init: RequestInit & { headers: Headers, signal: AbortSignal } }} Sent */

const DIST = fileURLToPath(new URL("../../pkg/dist/", import.meta.url));
const question = { model: "qwen-plus", messages: [{ role: /** @type {const} */ ("user"), content: "?" }] };
const answer = () => Response.json({ id: "c", model: "qwen-plus", choices: [{ index: 0, message: { role: "assistant", content: "Yes." }, finish_reason: "stop" }] });

/** @type {string} */
let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), "qwen-edge-first-call-"))));
after(() => rm(folder, { recursive: true }));

// Every start of a wasm in this process waits for `gate`.
/** @type {Promise<void>} */
let gate;
/** @type {(error?: Error) => void} */
let open;
beforeEach(() => {
  gate = new Promise((resolve, reject) => (open = (error) => (error ? reject(error) : resolve())));
});
for (const name of /** @type {const} */ (["instantiate", "instantiateStreaming"])) {
  const start = /** @type {(...given: unknown[]) => Promise<never>} */ (WebAssembly[name]);
  WebAssembly[name] = async (/** @type {unknown[]} */ ...given) => {
    await gate;
    return start(...given);
  };
}

let copies = 0;
/** The package in a page that has not called anything yet. @returns {Promise<Package>} */
async function newPage() {
  const copy = join(folder, String((copies += 1)));
  await cp(DIST, copy, { recursive: true });
  return import(pathToFileURL(join(copy, "index.js")).href);
}

/** A client of a new page, and what it sends, whoever answers. */
async function client(/** @type {import("qwen-edge").QwenOptions} */ options, /** @type {(sent: Sent, count: number) => Response | Promise<Response>} */ respond = answer) {
  const { Qwen } = await newPage();
  /** @type {Sent[]} */
  const sent = [];
  const fetch = async (/** @type {unknown} */ address, /** @type {unknown} */ init) => respond(/** @type {Sent} */ (sent[sent.push(/** @type {Sent} */ ({ address, init })) - 1]), sent.length);
  return { qwen: new Qwen({ logLevel: "off", ...options, fetch }), sent };
}

/** As far as the first call comes without the core. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

for (const baseURL of ["/v1", "https://gateway.example/v1", "https://gateway.example/v1//", "https://dashscope.aliyuncs.com/compatible-mode/v1/"])
  test(`the request is under way before the core is there: ${baseURL}`, async () => {
    const { qwen, sent } = await client({ baseURL, apiKey: "sk-x" });
    for (const first of [true, false]) {
      const call = qwen.chat.completions.create(question);
      await settled();
      if (first) assert.equal(sent.length, 1, "sent while nothing of the core runs");
      open();
      assert.equal((await call).choices[0]?.message.content, "Yes.");
    }
    assert.equal(sent.length, 2, "one request a call");
    const [ahead, usual] = sent.map(({ address, init: { method, headers, body } }) => ({ address, method, body, headers: [...headers] }));
    assert.deepEqual(ahead, usual, "the same as by the core");
  });

test("a streamed one asks for a stream", async () => {
  const events = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: "Yes." }, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`;
  const { qwen, sent } = await client({ baseURL: "/v1" }, () => new Response(events, { headers: { "content-type": "text/event-stream" } }));
  const call = qwen.chat.completions.create({ ...question, stream: true });
  await settled();
  assert.equal(sent[0]?.init.headers.get("accept"), "text/event-stream");
  open();
  assert.equal(await (await call).finalContent(), "Yes.");
  assert.equal(sent.length, 1);
});

test("what breaks before the core is there is tried again, and nothing is unhandled", async () => {
  const { qwen, sent } = await client({ baseURL: "/v1" }, (_, count) => {
    if (count === 1) throw new TypeError("offline");
    return answer();
  });
  const call = qwen.chat.completions.create(question);
  await settled();
  open();
  assert.equal((await call).choices[0]?.message.content, "Yes.");
  assert.equal(sent.length, 2);
});

test("an abort closes it at once, though the core never comes", async () => {
  const { qwen, sent } = await client({ baseURL: "/v1" }, () => new Promise(() => undefined));
  const controller = new AbortController();
  const call = qwen.chat.completions.create(question, { signal: controller.signal });
  await settled();
  controller.abort("enough");
  await assert.rejects(call, { name: "APIUserAbortError", cause: "enough" });
  assert.ok(sent[0]?.init.signal.aborted);
});

test("where the core cannot be started it is closed, and the next call starts anew", async () => {
  const { qwen, sent } = await client({ baseURL: "/v1" }, (_, count) => (count === 1 ? new Promise(() => undefined) : answer()));
  const call = qwen.chat.completions.create(question);
  await settled();
  open(new WebAssembly.CompileError("blocked"));
  await assert.rejects(call, { code: "core_failed" });
  assert.ok(sent[0]?.init.signal.aborted);
  gate = Promise.resolve();
  assert.equal((await qwen.chat.completions.create(question)).choices[0]?.message.content, "Yes.");
  assert.equal(sent.length, 2);
});

test("what the rules are to look at waits for them", async () => {
  const { qwen, sent } = await client({ baseURL: "/v1" });
  const call = qwen.chat.completions.create({ ...question, temperature: 3 });
  await settled();
  assert.equal(sent.length, 0);
  open();
  await assert.rejects(call, { name: "PreflightError" });
  assert.equal(sent.length, 0);
});

test("a region's address is the core's to say", async () => {
  const { qwen, sent } = await client({ apiKey: "sk-x", region: "us-east-1" });
  const call = qwen.chat.completions.create(question);
  await settled();
  assert.equal(sent.length, 0);
  open();
  await call;
  assert.deepEqual(sent.map(({ address }) => address), ["https://dashscope-us.aliyuncs.com/compatible-mode/v1/chat/completions"]);
});
