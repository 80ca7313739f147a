// @ts-check
/** What a call sends: as it was when it was made, at every try; with the headers that were asked for. */
import assert from "node:assert/strict";
import test from "node:test";
import { Qwen } from "qwen-edge";

/** @typedef {RequestInit & { headers: Headers }} Init */

const whole = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: "Yes." }, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`;
const events = (/** @type {string} */ body) => new Response(body, { headers: { "content-type": "text/event-stream" } });

/** @param {(init: Init, count: number) => Response} respond @param {import("qwen-edge").QwenOptions} [options] */
function client(respond, options) {
  /** @type {Init[]} */
  const sent = [];
  const fetch = async (/** @type {unknown} */ _, /** @type {unknown} */ init) => respond(/** @type {Init} */ (init), sent.push(/** @type {Init} */ (init)));
  return { qwen: new Qwen({ apiKey: "sk-x", logLevel: "off", maxRetryDelay: 1, ...options, fetch }), sent };
}

test("another try after a broken answer asks the same, whatever has become of the history", async () => {
  const messages = [{ role: /** @type {"user" | "assistant"} */ ("user"), content: "?" }];
  const { qwen, sent } = client((_, count) => events(count === 1 ? "" : whole));
  const stream = await qwen.chat.completions.create({ model: "qwen-plus", messages, stream: true });
  messages.push({ role: "assistant", content: "" }); // where a page shows the answer as it comes
  assert.equal(await stream.finalContent(), "Yes.");
  assert.equal(sent.length, 2);
  assert.equal(sent[1]?.body, sent[0]?.body);
});

test("what cannot be spelled as JSON is told without a word of it", async () => {
  const { qwen, sent } = client(() => events(whole));
  const circle = /** @type {any} */ ({ role: "user", content: "?" });
  circle.canary = circle;
  for (const message of [circle, { role: "user", content: "?", canary: 1n }]) {
    const call = qwen.chat.completions.create({ model: "qwen-plus", messages: [message], stream: true });
    await assert.rejects(call, (/** @type {any} */ error) => error.code === "invalid_argument" && !/canary/.test(error.message + error.cause));
  }
  assert.equal(sent.length, 0);
});

test("a header of the call wins over the client's, in whatever case", async () => {
  const { qwen, sent } = client(() => Response.json({ data: [] }), { defaultHeaders: { Authorization: "Bearer default", "X-Team": "a", "x-kept": "b" } });
  await qwen.models.list({ headers: { authorization: "Bearer of the call", "x-team": null, "X-Kept": undefined } }).withResponse();
  const [{ headers }] = /** @type {[Init]} */ (sent);
  assert.deepEqual([headers.get("authorization"), headers.get("x-team"), headers.get("x-kept")], ["Bearer of the call", null, "b"]);
});

test("a form says its own type, whatever the client's headers say", async () => {
  const { qwen, sent } = client(() => Response.json({ id: "file-fe-1", object: "file" }), { defaultHeaders: { "Content-Type": "application/json" } });
  await qwen.files.create({ file: new File(["a"], "a.txt"), purpose: "file-extract" });
  assert.equal(sent[0]?.headers.get("content-type"), null);
});
