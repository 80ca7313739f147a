// @ts-check
/** Wrong options fail when the gateway is made, by name: a typing mistake must not open, or close, anything in silence. */
import assert from "node:assert/strict";
import test from "node:test";
import { createGateway } from "qwen-edge/gateway";

const right = { apiKey: "sk-x", allow: { models: ["qwen-long"] } };

test("the least that is needed", () => {
  assert.deepEqual(Object.keys(createGateway(right)), ["fetch"]);
});

test("every wrong option is named", () => {
  /** @type {[string, unknown][]} */
  const rows = [
    ["options", undefined],
    ["options", null],
    ["options", { ...right, orgins: [] }],
    ["apiKey", { ...right, apiKey: 7 }],
    ["apiKey", { ...right, apiKey: null }],
    ["allow", { apiKey: "sk-x" }],
    ["allow", { ...right, allow: { models: [], model: [] } }],
    ["allow.models", { ...right, allow: {} }],
    ["allow.models", { ...right, allow: { models: "qwen-long" } }],
    ["allow.models[1]", { ...right, allow: { models: ["qwen-long", ""] } }],
    ["allow.models[0]", { ...right, allow: { models: ["q*n"] } }],
    ["allow.models[0]", { ...right, allow: { models: [7] } }],
    ["allow.files", { ...right, allow: { models: [], files: ["upload"] } }],
    ["allow.files", { ...right, allow: { models: [], files: "create" } }],
    ["allow.completions", { ...right, allow: { models: [], completions: 1 } }],
    ["allow.listModels", { ...right, allow: { models: [], listModels: "yes" } }],
    ["allow.batches", { ...right, allow: { models: [], batches: null } }],
    ["origins", { ...right, origins: "https://a.example" }],
    ["origins[0]", { ...right, origins: ["https://a.example/"] }],
    ["origins[0]", { ...right, origins: ["https://a.example/app"] }],
    ["origins[0]", { ...right, origins: ["a.example"] }],
    ["origins[1]", { ...right, origins: ["*", "https://user@a.example"] }],
    ["origins[0]", { ...right, origins: ["null"] }],
    ["authorize", { ...right, authorize: true }],
    ["fetch", { ...right, fetch: {} }],
    ["baseURL", { ...right, baseURL: "/v1" }],
    ["baseURL", { ...right, baseURL: "ftp://a.example" }],
    ["baseURL", { ...right, baseURL: "https://key@a.example/v1" }],
    ["baseURL", { ...right, baseURL: "https://a.example/v1?x=1" }],
    ["limits", { ...right, limits: { maxToken: 5 } }],
    ["limits.bodyBytes", { ...right, limits: { bodyBytes: 0 } }],
    ["limits.fileBytes", { ...right, limits: { fileBytes: "1" } }],
    ["limits.maxTokens", { ...right, limits: { maxTokens: 1.5 } }],
    ["limits.maxTokens", { ...right, limits: { maxTokens: 2 ** 32 } }],
    ["limits.maxTokens", { ...right, limits: { maxTokens: NaN } }],
  ];
  for (const [name, options] of rows) {
    assert.throws(
      () => createGateway(/** @type {any} */ (options)),
      (/** @type {any} */ error) => error.name === "QwenError" && error.code === "invalid_option" && error.message.includes(`\`${name}\``),
      `${name}: ${JSON.stringify(options)}`,
    );
  }
});

test("origins are taken as browsers write them", async () => {
  const origins = ["https://A.example:443", "http://localhost:5173", "chrome-extension://abcdef"];
  const gateway = createGateway({ ...right, origins, apiKey: "" });
  for (const origin of ["https://a.example", "http://localhost:5173", "chrome-extension://abcdef"]) {
    const response = await gateway.fetch(new Request("http://g/v1/chat/completions", { headers: { origin } }));
    assert.equal(response.headers.get("access-control-allow-origin"), origin);
  }
});
