// @ts-check
/** What is refused, and that a page can read why. */
import assert from "node:assert/strict";
import test from "node:test";
import { CHAT, KEY, PAGE, gateway, listen, post, question, refusal, service } from "./harness.mjs";

test("a preflight of a listed page is answered by the gateway", async (t) => {
  const { url, requests } = await service(t);
  const base = await gateway(t, { baseURL: url });
  const ask = (/** @type {Record<string, string>} */ headers, path = CHAT) => fetch(base + path, { method: "OPTIONS", headers });
  const asked = { "access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type,x-stainless-os" };
  const response = await ask({ origin: PAGE, ...asked });
  assert.equal(response.status, 204);
  assert.equal(response.headers.get("access-control-allow-origin"), PAGE);
  assert.equal(response.headers.get("access-control-allow-methods"), "POST");
  assert.equal(response.headers.get("access-control-allow-headers"), "authorization, content-type, x-stainless-os");
  assert.equal((await refusal(await ask({ origin: "https://evil.example", ...asked }))).code, "origin_not_allowed");
  assert.equal((await ask({ origin: PAGE, ...asked }, "/v1/completions")).status, 204, "its own answer says that it is not allowed");
  assert.equal((await refusal(await ask({ origin: PAGE }))).code, "method_not_allowed");
  assert.equal(requests.length, 0);
});

test("nothing that is not allowed reaches the service, and the page is told why", async (t) => {
  const { url, requests } = await service(t);
  const base = await gateway(t, { baseURL: url, allow: { models: ["qwen-long"], files: ["create"] }, limits: { bodyBytes: 1000, fileBytes: 1000 } });
  const json = { "content-type": "application/json" };
  /** @type {[string, string, RequestInit, number, string][]} */
  const rows = [
    ["another model", CHAT, { method: "POST", headers: json, body: '{"model":"qwen-max"}' }, 403, "model_not_allowed"],
    ["no model", CHAT, { method: "POST", headers: json, body: "{}" }, 400, "model_missing"],
    ["a model that is no string", CHAT, { method: "POST", headers: json, body: '{"model":["qwen-long"]}' }, 400, "model_missing"],
    ["no object", CHAT, { method: "POST", headers: json, body: "[]" }, 400, "invalid_json"],
    ["no JSON", CHAT, { method: "POST", headers: json, body: '{"model":"qwen-long"' }, 400, "invalid_json"],
    ["no body", CHAT, { method: "POST", headers: json }, 400, "invalid_json"],
    ["no UTF-8", CHAT, { method: "POST", headers: json, body: new Uint8Array([0x7b, 0xff, 0x7d]) }, 400, "invalid_json"],
    ["a form", CHAT, { method: "POST", body: new URLSearchParams("model=qwen-long") }, 415, "unsupported_media_type"],
    ["plain text", CHAT, { method: "POST", body: '{"model":"qwen-long"}' }, 415, "unsupported_media_type"],
    ["a body over the limit", CHAT, { method: "POST", headers: json, body: JSON.stringify({ ...question, pad: "x".repeat(1000) }) }, 413, "body_too_large"],
    ["an upload over the limit", "/v1/files", { method: "POST", body: form("x".repeat(1000)) }, 413, "body_too_large"],
    ["an upload that is none", "/v1/files", { method: "POST", headers: json, body: "{}" }, 415, "unsupported_media_type"],
    ["a call that is not open", "/v1/files", {}, 403, "route_not_allowed"],
    ["a method that is none", "/v1/files", { method: "PUT" }, 405, "method_not_allowed"],
    ["a path that is none", "/v1/embeddings", { method: "POST" }, 404, "path_not_found"],
    ["an encoded slash", "/v1/files/a%2F..%2Fb", {}, 404, "path_not_found"],
  ];
  for (const [what, path, init, status, code] of rows) {
    const response = await fetch(base + path, { ...init, headers: { origin: PAGE, .../** @type {Record<string, string>} */ (init.headers) } });
    assert.equal(response.headers.get("access-control-allow-origin"), PAGE, what);
    assert.equal(response.headers.get("content-type"), "application/json", what);
    const told = await refusal(response);
    assert.deepEqual([told.status, told.code, told.type], [status, code, "gateway_error"], what);
    assert.ok(!told.text.includes(KEY) && !told.text.includes("qwen-max"), what);
  }
  assert.equal(requests.length, 0);
});

test("a page that is not listed is refused and cannot read the refusal", async (t) => {
  const { url, requests } = await service(t);
  const base = await gateway(t, { baseURL: url });
  for (const origin of ["https://evil.example", "null", base]) {
    const response = await post(base + CHAT, question, { headers: { origin } });
    assert.equal(response.headers.get("access-control-allow-origin"), null);
    assert.equal((await refusal(response)).code, "origin_not_allowed");
  }
  assert.equal(requests.length, 0);
});

test("with * every page may call, without cookies", async (t) => {
  const { url } = await service(t);
  for (const origins of [/** @type {const} */ ("*"), ["*"]]) {
    const base = await gateway(t, { baseURL: url, origins });
    const response = await post(base + CHAT, question, { headers: { origin: "https://anyone.example" } });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
    assert.equal(response.headers.get("access-control-allow-credentials"), null);
  }
});

test("a body of deep nesting is refused, not fatal", async (t) => {
  const { url, requests } = await service(t);
  const base = await gateway(t, { baseURL: url });
  const depth = 1_000_000;
  const response = await post(base + CHAT, null, { body: `{"model":"qwen-long","messages":${"[".repeat(depth)}${"]".repeat(depth)}}` });
  assert.equal((await refusal(response)).code, "invalid_json");
  assert.equal((await post(base + CHAT, question)).status, 200);
  assert.equal(requests.length, 1);
});

test("without a key nothing is sent, and the answer names the cure", async (t) => {
  const { url, requests } = await service(t);
  const keys = ["", "  ", "two\nlines-canary", "ключ", () => undefined, () => { throw new Error("canary"); }, () => Promise.reject("canary"), () => /** @type {any} */ (7)];
  for (const apiKey of keys) {
    const base = await gateway(t, { baseURL: url, apiKey });
    const told = await refusal(await post(base + CHAT, question));
    assert.deepEqual([told.status, told.code], [500, "missing_api_key"]);
    assert.match(told.message, /wrangler secret put DASHSCOPE_API_KEY/);
    assert.ok(!told.text.includes("canary"));
  }
  assert.equal(requests.length, 0);
});

test("a key may come from a function, with a line end that a secret file leaves", async (t) => {
  const { url, requests } = await service(t);
  for (const apiKey of [() => KEY, async () => `${KEY}\n`]) {
    assert.equal((await post((await gateway(t, { baseURL: url, apiKey })) + CHAT, question)).status, 200);
  }
  assert.deepEqual(requests.map((sent) => sent.headers.authorization), [`Bearer ${KEY}`, `Bearer ${KEY}`]);
});

test("a service that cannot be reached, or redirects, is a 502 without details", async (t) => {
  const redirect = await listen(t, (_, res) => res.writeHead(307, { location: "https://elsewhere.example/canary" }).end());
  const rows = [
    [{ baseURL: "http://127.0.0.1:1/canary" }, "upstream_unreachable"],
    [{ baseURL: redirect }, "upstream_unusable"],
    [{ fetch: () => Promise.reject(new Error(`canary ${KEY}`)) }, "upstream_unreachable"],
    [{ fetch: () => { throw null; } }, "upstream_unreachable"],
    [{ fetch: async () => /** @type {any} */ (null) }, "gateway_failed"],
  ];
  for (const [options, code] of rows) {
    const response = await post((await gateway(t, /** @type {object} */ (options))) + CHAT, question);
    assert.equal(response.headers.get("access-control-allow-origin"), PAGE);
    const told = await refusal(response);
    assert.equal(told.code, code);
    assert.ok(!told.text.includes("canary"));
  }
});

/** @param {string} text */
function form(text) {
  const form = new FormData();
  form.append("purpose", "file-extract");
  form.append("file", new Blob([text]), "a.txt");
  return form;
}
