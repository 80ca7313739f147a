// Keys, CORS, paths and headers (reference 0.1, 0.19, 1.2, 1.4, 1.6, 5.1).
import assert from "node:assert/strict";
import test from "node:test";
import { BASE, service } from "./service.mjs";

const models = `${BASE}/models`;
const withKey = (key) => ({ headers: { authorization: `Bearer ${key}` } });

for (const [name, init] of [
  ["no key", {}],
  ["a key of another service", withKey("pk-123")],
  ["an obviously bad key", withKey("sk-invalid-key")],
  ["an expired key", withKey("st-expired")],
  ["a key without Bearer", { headers: { authorization: "sk-123" } }],
]) {
  test(`${name} is answered 401 with the service's body, key by key`, async () => {
    const response = await service().fetch(models, init);
    assert.equal(response.status, 401);
    assert.equal(response.headers.get("content-type"), "application/json");
    const id = response.headers.get("x-request-id");
    assert.equal(
      await response.text(),
      `{"error":{"message":"Incorrect API key provided. ","type":"invalid_request_error","param":null,"code":"invalid_api_key"},"request_id":"${id}"}`,
    );
  });
}

test("a streaming call without a key gets bare JSON too", async () => {
  const init = { method: "POST", body: JSON.stringify({ model: "qwen-long", stream: true, messages: [] }) };
  const response = await service().fetch(`${BASE}/chat/completions`, init);
  assert.equal(response.status, 401);
  assert.equal((await response.json()).error.code, "invalid_api_key");
});

test("sk- and st- keys are accepted, and with `keys` only those", async () => {
  const status = async (options, key) => (await service(options).fetch(models, withKey(key))).status;
  assert.deepEqual(
    [await status({}, "sk-abadbad0"), await status({}, "st-lt-v1"), await status({ keys: ["mine"] }, "mine"), await status({ keys: ["mine"] }, "sk-abc")],
    [200, 200, 200, 401],
  );
});

const preflight = {
  method: "OPTIONS",
  headers: { origin: "https://page.example", "access-control-request-method": "POST", "access-control-request-headers": "authorization" },
};
const corsHeaders = (response) => [...response.headers.keys()].filter((name) => name.startsWith("access-control-"));

test("a preflight is refused with 401 and no CORS header, and so is every other answer without one", async () => {
  const { fetch, get } = service();
  const response = await fetch(`${BASE}/chat/completions`, preflight);
  assert.equal(response.status, 401);
  assert.deepEqual(corsHeaders(response), []);
  assert.deepEqual(corsHeaders(await get("/models")), []);
});

test("with open CORS a preflight passes and answers can be read by any origin", async () => {
  const { fetch, get } = service({ cors: "open" });
  const response = await fetch(`${BASE}/chat/completions`, preflight);
  assert.equal(response.status, 204);
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
  assert.equal(response.headers.get("access-control-allow-headers"), "authorization");
  assert.match(response.headers.get("access-control-allow-methods"), /POST.*DELETE/);
  const answer = await get("/models");
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  assert.match(answer.headers.get("access-control-expose-headers"), /x-request-id/);
  assert.equal((await fetch(models)).headers.get("access-control-allow-origin"), "*", "errors can be read too");
});

test("unknown paths are 404 with an empty body and no service header, with or without a key", async () => {
  const { fetch, get } = service();
  for (const response of [await get("/nothing"), await fetch(`${BASE}/nothing`), await get("/files/a/b"), await fetch("https://x.test/api/v1/models")]) {
    assert.equal(response.status, 404);
    assert.equal(await response.text(), "");
    assert.deepEqual([...response.headers.keys()].sort(), ["date", "server", "vary"]);
  }
});

test("any host and a bare /v1 reach the service", async () => {
  const { fetch } = service();
  for (const url of ["https://w1.cn-beijing.maas.aliyuncs.com/compatible-mode/v1/models", "http://127.0.0.1:8787/v1/models", "/v1/models"]) {
    assert.equal((await fetch(url, withKey("sk-abc"))).status, 200, url);
  }
});

test("a method that a path does not have is named in a 400", async () => {
  const response = await service().get("/chat/completions");
  assert.equal(response.status, 400);
  assert.deepEqual((await response.json()).error, {
    code: "invalid_parameter_error",
    param: null,
    message: "Request method 'GET' is not supported.",
    type: "invalid_request_error",
  });
});

test("answers carry the headers of the service", async () => {
  const { headers } = await service({ now: () => 1_764_500_100_120 }).get("/models");
  assert.match(headers.get("x-request-id"), /^[0-9a-f]{8}-[0-9a-f]{4}-9[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  assert.equal(headers.get("x-dashscope-call-gateway"), "true");
  assert.equal(headers.get("req-arrive-time"), "1764500100120");
  assert.equal(headers.get("resp-start-time"), "1764500100120");
  assert.equal(headers.get("req-cost-time"), "0");
  assert.equal(headers.get("server"), "istio-envoy");
  assert.match(headers.get("set-cookie"), /^acw_tc=.+;path=\/;HttpOnly;Max-Age=1800$/);
  for (const absent of ["retry-after", "x-ratelimit-limit-requests"]) assert.equal(headers.get(absent), null);
});

test("models are listed", async () => {
  const { object, data } = await (await service().get("/models")).json();
  assert.equal(object, "list");
  assert.ok(data.some(({ id, object }) => id === "qwen-long" && object === "model"));
});
