// @ts-check
/** A service may quote in an error what it was told, in its own spelling. No error says it on. */
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { APIError, Qwen } from "qwen-edge";

/** The error of a call whose service answers with this message. */
async function failed(/** @type {string} */ content, /** @type {string} */ message, /** @type {import("qwen-edge").QwenOptions & { code?: string }} */ { code = "invalid_value", ...options } = {}) {
  const fetch = async () => Response.json({ error: { message, code, type: "invalid_request_error", param: null } }, { status: 400 });
  const qwen = new Qwen({ apiKey: "sk-0123456789abcdef", fetch, logLevel: "off", ...options });
  const error = await qwen.chat.completions.create({ model: "qwen-plus", messages: [{ role: "user", content }] }).catch((/** @type {unknown} */ thrown) => thrown);
  assert.ok(error instanceof APIError);
  return error;
}

const json = (/** @type {string} */ text) => JSON.stringify(text).slice(1, -1);
const ascii = (/** @type {string} */ text) => json(text).replace(/[^\0-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
/** As Python's `repr`, without the quotes. */
function python(/** @type {string} */ text) {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
  const controls = escaped.replace(/[\0-\x1f\x7f]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return text.includes('"') ? controls.replaceAll("'", "\\'") : controls;
}
const SPELLINGS = { itself: (/** @type {string} */ text) => text, json, ascii, python, "json in json": (/** @type {string} */ text) => json(json(text)), "python in json": (/** @type {string} */ text) => json(python(text)) };

const text = fc.string({ unit: fc.constantFrom(..."ab7_ '\"\\\n\r\t\u0001/$()[*+?.租约🙂é"), minLength: 12, maxLength: 60 });

for (const [name, spell] of Object.entries(SPELLINGS))
  test(`a prompt that is quoted is cut out, spelled as ${name}`, async () => {
    const property = fc.asyncProperty(text, async (prompt) => {
      const { message } = await failed(prompt, `'${spell(prompt)}' is too short`);
      assert.equal(message, "'…' is too short");
    });
    await fc.assert(property, { numRuns: 100 });
  });

test("a long document is cut out to the end of the message", async () => {
  const contract = "Tenant: Ms Wang. ".repeat(400);
  const { message } = await failed(contract, `content: '${contract}' is no document`);
  assert.equal(message, "content: '…");
});

test("what the caller changed meanwhile is cut out as it was sent", async () => {
  const messages = [{ role: /** @type {const} */ ("user"), content: "My secret is 4711." }];
  const fetch = async () => {
    messages.length = 0;
    return Response.json({ error: { message: "Refused: My secret is 4711.", code: "data_inspection_failed" } }, { status: 400 });
  };
  const call = new Qwen({ apiKey: "sk-x", fetch, logLevel: "off" }).chat.completions.create({ model: "qwen-plus", messages });
  await assert.rejects(call, { message: "Refused: …" });
});

test("a key is cut out, however short, and a short one out of nothing else", async () => {
  assert.equal((await failed("?", "Incorrect API key provided: sk-0123456789abcdef.")).message, "Incorrect API key provided: ….");
  for (const apiKey of ["key", "token", "e", "api"]) {
    const { message, code } = await failed("?", `Incorrect API_keys: "${apiKey}" tokens`, { apiKey, code: "invalid_api_key" });
    assert.equal(message, 'Incorrect API_keys: "…" tokens');
    assert.equal(code, "invalid_api_key");
  }
});

test("many backslashes take no time", async () => {
  const { message } = await failed("\\".repeat(900), `${"\\".repeat(20_000)}x`);
  assert.equal(message, "…x");
});

test("an error without a code of the service's has one of ours", async () => {
  const fetch = async () => new Response("<!doctype html>", { status: 404, headers: { "content-type": "text/html" } });
  await assert.rejects(new Qwen({ apiKey: "sk-x", fetch, logLevel: "off" }).models.list().withResponse(), { name: "NotFoundError", code: "http_404" });
});

test("a double of fetch whose headers can only `get` has its failures told", async () => {
  const fetch = async () => /** @type {any} */ ({ status: 400, headers: { get: () => null }, body: null });
  await assert.rejects(new Qwen({ apiKey: "sk-x", fetch, logLevel: "off" }).models.list().withResponse(), { name: "BadRequestError", code: "http_400" });
});
