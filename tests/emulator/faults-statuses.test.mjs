// The refusals: status, headers and bytes (reference 5.1, 5.2, 5.4).
import assert from "node:assert/strict";
import test from "node:test";
import { QUESTION, STREAM, faulty, idOf, rightAnswer } from "./faulty.mjs";

/** A body of the service's gateway and one of its inference side; `<id>` stands for the request id. */
const gateway = (code, message, type = code) => `{"error":{"message":"${message}","type":"${type}","param":null,"code":"${code}"},"request_id":"<id>"}`;
const inference = (code, message, type = code) =>
  `{"error":{"code":"${code}","param":null,"message":"${message}","type":"${type}"},"id":"chatcmpl-<id>","request_id":"<id>"}`;
const LIMIT_REQUESTS = gateway("limit_requests", "You have exceeded your current request limit. For details, see: https://help.aliyun.com/zh/model-studio/error-code#rate-limit");

const JSON_ROWS = [
  ["invalid-api-key", 401, "any", gateway("invalid_api_key", "Incorrect API key provided. ", "invalid_request_error")],
  ["arrearage", 400, "any", gateway("Arrearage", "Access denied, please make sure your account is in good standing.")],
  ["data-inspection-failed", 400, "chat", inference("data_inspection_failed", "Input text data may contain inappropriate content.")],
  ["access-denied", 403, "any", gateway("access_denied", "Access denied.")],
  ["model-not-found", 404, "chat", gateway("model_not_found", "The model qwen-long does not exist or you do not have access to it.", "invalid_request_error")],
  ["conflict", 409, "any", gateway("Conflict", "The request conflicts with another one.")],
  ["limit-requests", 429, "any", LIMIT_REQUESTS],
  ["insufficient-quota", 429, "any", gateway("insufficient_quota", "You exceeded your current quota, please check your plan and billing details.")],
  ["limit-burst-rate", 429, "any", gateway("limit_burst_rate", "Request rate increased too quickly.")],
  ["billing-overdue", 429, "any", gateway("PostpaidBillOverdue", "The postpaid bill is overdue.")],
  ["internal-error", 500, "any", gateway("internal_error", "An internal error has occured, please try again later or contact service support.")],
  ["response-timeout", 500, "chat", inference("RequestTimeOut", "Request timed out, please try again later.")],
  ["model-serving-error", 503, "chat", inference("ModelServingError", "Too many requests. Your requests are being throttled due to system capacity limits. Please try again later.")],
  ["model-unavailable", 503, "chat", inference("ModelUnavailable", "Model is unavailable, please try again later.")],
  ["file-parsing", 400, "chat", inference("invalid_parameter_error", "File parsing in progress, please try again later.", "invalid_request_error")],
];
const SERVICE_HEADERS = ["content-type", "date", "req-arrive-time", "req-cost-time", "resp-start-time", "server", "set-cookie", "vary", "x-dashscope-call-gateway", "x-envoy-upstream-service-time", "x-request-id"];
const EVENT_STREAM = "text/event-stream;charset=UTF-8";

/** Status, content type and body, with `<id>` in place of the id of the header. */
async function seen(response) {
  return [response.status, response.headers.get("content-type"), (await response.text()).replaceAll(idOf(response), "<id>")];
}

for (const [fault, status, on, body] of JSON_ROWS) {
  test(`${fault}: ${status}, JSON to a plain call, ${status === 400 ? "one event" : "JSON"} to a streaming one`, async () => {
    const { chat } = faulty({ fault, times: 2 });
    const plain = await chat(QUESTION);
    assert.deepEqual([...plain.headers.keys()].sort(), SERVICE_HEADERS);
    assert.deepEqual(await seen(plain), [status, "application/json", body]);
    const expected = status === 400 ? [status, EVENT_STREAM, `data: ${body}\n\n`] : [status, "application/json", body];
    assert.deepEqual(await seen(await chat(STREAM)), expected);
    assert.equal((await chat(STREAM)).status, 200, "the script is over");
  });

  test(`${fault} happens to ${on === "any" ? "every" : "no other"} path`, async () => {
    const { get, chat } = faulty(fault);
    assert.equal((await get("/models")).status, on === "any" ? status : 200);
    assert.equal((await chat(QUESTION)).status, on === "any" ? 200 : status);
  });
}

test("status-as-event: 429 whose body is one event, to streaming calls only", async () => {
  const { chat } = faulty("status-as-event");
  assert.equal((await chat(QUESTION)).status, 200);
  const response = await chat(STREAM);
  assert.deepEqual([...response.headers.keys()].sort(), SERVICE_HEADERS);
  assert.deepEqual(await seen(response), [429, EVENT_STREAM, `data: ${LIMIT_REQUESTS}\n\n`]);
});

const page = (title) => `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
for (const [fault, status, type, body] of [
  ["empty-404", 404, null, ""],
  ["request-timeout", 408, "text/plain", "Request Timeout"],
  ["html-502", 502, "text/html", page("502 Bad Gateway")],
]) {
  test(`${fault}: ${status} from before the service, without its headers`, async () => {
    const { chat, get } = faulty({ fault, times: "always" });
    for (const response of [await chat(QUESTION), await chat(STREAM), await get("/models")]) {
      const headers = ["date", "server", "vary", ...(type ? ["content-type"] : [])].sort();
      assert.deepEqual([...response.headers.keys()].sort(), headers);
      assert.deepEqual(await seen(response), [status, type, body]);
    }
  });
}

const ALL = [...JSON_ROWS.map(([fault]) => fault), "status-as-event", "empty-404", "request-timeout", "html-502"];
test("every refusal can ask to wait, in all three forms, and asks nothing by itself", async () => {
  const asked = async (entry) => {
    const { headers } = await faulty(entry).chat(STREAM);
    return [headers.get("retry-after"), headers.get("retry-after-ms")];
  };
  const date = "Wed, 21 Oct 2026 07:28:00 GMT";
  for (const fault of ALL) {
    assert.deepEqual(await asked({ fault }), [null, null], fault);
    assert.deepEqual(await asked({ fault, retryAfter: "2" }), ["2", null], fault);
    assert.deepEqual(await asked({ fault, retryAfter: date, retryAfterMs: "1500" }), [date, "1500"], fault);
  }
});

test("a page may read the headers that ask to wait, where CORS is open", async () => {
  const response = await faulty({ fault: "limit-requests", retryAfter: "2" }, { cors: "open" }).chat(STREAM);
  assert.match(response.headers.get("access-control-expose-headers"), /\bretry-after\b.*\bretry-after-ms\b/);
});

test("model-not-found names the model that was asked", async () => {
  const response = await faulty("model-not-found").chat({ ...QUESTION, model: "qwen-plus" });
  assert.match((await response.json()).error.message, /^The model qwen-plus does not exist/);
});

test("what is refused is not done: no file is stored, none is deleted", async () => {
  const { upload, get } = faulty({ fault: "internal-error", path: "/files" });
  assert.equal((await upload("a.txt", "x")).status, 500);
  assert.deepEqual((await (await get("/files")).json()).data, []);
});

test("a refused delete leaves the file", async () => {
  const { upload, get } = faulty(["slow-bytes", "limit-requests"]); // the first happens to the upload, and does no harm
  const { id } = await (await upload("a.txt", "x")).json();
  assert.equal((await get(`/files/${id}`, { method: "DELETE" })).status, 429);
  assert.equal((await (await get(`/files/${id}`)).json()).id, id);
});

test("after a refusal the same request is answered as ever", async () => {
  const { chat } = faulty("limit-burst-rate");
  await chat(STREAM);
  const response = await chat(STREAM);
  assert.equal(await response.text(), await rightAnswer(STREAM, idOf(response)));
});

test("limit-burst-rate: a call with X-DashScope-Wait-Timeout waits in the service, and is answered; no other refusal waits", async () => {
  for (const [fault, wait, status] of [["limit-burst-rate", "30", 200], ["limit-burst-rate", "0", 429], ["limit-requests", "30", 429]]) {
    const { chat, requests } = faulty(fault);
    const headers = { authorization: "Bearer sk-0123456789abcdef", "X-DashScope-Wait-Timeout": wait };
    assert.equal((await chat(QUESTION, { headers })).status, status);
    assert.equal(requests[0].fault, fault);
  }
});
