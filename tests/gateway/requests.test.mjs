// @ts-check
/** What goes to the service, and what comes back. */
import assert from "node:assert/strict";
import test from "node:test";
import { CHAT, KEY, PAGE, gateway, post, question, service } from "./harness.mjs";

test("a question goes to the service with the key, and the page's own credentials stay behind", async (t) => {
  const { url, requests } = await service(t);
  const base = await gateway(t, { baseURL: url });
  const response = await post(base + CHAT, question, {
    headers: {
      authorization: "Bearer of-the-page",
      cookie: "session=1",
      referer: "https://app.example/private",
      "user-agent": "page",
      "x-stainless-os": "Linux",
      "x-forwarded-for": "1.2.3.4",
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      accept: "text/event-stream",
      "x-dashscope-wait-timeout": "30",
    },
  });
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { ok: true });
  const [sent] = requests;
  assert.equal(sent?.url, "/compatible-mode/v1/chat/completions");
  assert.equal(sent?.headers.authorization, `Bearer ${KEY}`);
  assert.equal(sent?.headers["x-dashscope-wait-timeout"], "30");
  assert.equal(sent?.headers["accept"], "text/event-stream");
  assert.deepEqual(JSON.parse(sent?.body ?? ""), question);
  // Besides ours, only what Node's own fetch writes.
  const known = ["accept", "accept-encoding", "accept-language", "authorization", "connection", "content-length", "content-type", "host", "sec-fetch-mode", "user-agent", "x-dashscope-wait-timeout"];
  assert.deepEqual(Object.keys(sent?.headers ?? {}).filter((name) => !known.includes(name)), []);
  assert.notEqual(sent?.headers["user-agent"], "page");
});

test("every call reaches its path with its method, and its known query only", async (t) => {
  const { url, requests } = await service(t);
  const base = await gateway(t, { baseURL: url + "/" });
  const rows = [
    ["GET", "/v1/models?x=1", "/models"],
    ["GET", "/v1/files?limit=2&after=a%26b&x=1", "/files?after=a%26b&limit=2"],
    ["GET", "/v1/files/file-fe-1", "/files/file-fe-1"],
    ["DELETE", "/v1/files/file-fe-1", "/files/file-fe-1"],
    ["GET", "/v1/files/file-1/content", "/files/file-1/content"],
    ["GET", "/v1/batches?status=completed,failed", "/batches?status=completed%2Cfailed"],
    ["POST", "/v1/batches/batch_1/cancel", "/batches/batch_1/cancel"],
  ];
  for (const [method = "", path, upstream] of rows) {
    const response = await fetch(base + path, { method, headers: { origin: PAGE } });
    assert.equal(response.status, 200, `${method} ${path}`);
    const sent = requests.at(-1);
    assert.deepEqual([sent?.method, sent?.url, sent?.body], [method, `/compatible-mode/v1${upstream}`, ""]);
  }
  await post(`${base}/v1/batches`, { input_file_id: "file-batch-1" });
  assert.equal(requests.at(-1)?.body, '{"input_file_id":"file-batch-1"}');
});

test("the service reads exactly the body that was checked: of duplicate keys the last", async (t) => {
  const { url, requests } = await service(t);
  const base = await gateway(t, { baseURL: url });
  const body = '{"model":"gpt-free-for-all","model":"qwen-long","messages":[],"__proto__":{"x":1},"seed":7, "s":"\\ud83d\\ude00 \\ud83d"}';
  const response = await post(base + CHAT, null, { body });
  assert.equal(response.status, 200);
  assert.equal(requests[0]?.body, '{"model":"qwen-long","messages":[],"__proto__":{"x":1},"seed":7,"s":"😀 \\ud83d"}');
});

test("a whole number beyond 2^53 goes on as it is spelled, and counts for the token limit", async (t) => {
  const { url, requests } = await service(t);
  const base = await gateway(t, { baseURL: url, limits: { maxTokens: 100 } });
  const body = '{"model":"qwen-long","seed": 9007199254740993,"a":[-1234567890123456789012,9007199254740991,1.5],"s":"[9007199254740993","max_tokens":7}';
  assert.equal((await post(base + CHAT, null, { body })).status, 200);
  const exact = '{"model":"qwen-long","seed":9007199254740993,"a":[-1234567890123456789012,9007199254740991,1.5],"s":"[9007199254740993","max_tokens":7}';
  assert.equal(requests[0]?.body, "rawJSON" in JSON ? exact : JSON.stringify(JSON.parse(body)));
  for (const much of ["9007199254740993", "-9007199254740993", "12345678901234567890"]) {
    assert.equal((await post(base + CHAT, null, { body: `{"model":"qwen-long","max_tokens":${much}}` })).status, 400, much);
    assert.equal((await post(base + CHAT, null, { body: `{"model":${much}}` })).status, 400, much);
  }
  assert.equal(requests.length, 1);
});

test("a body may arrive in any cut", async (t) => {
  const { url, requests } = await service(t);
  const base = await gateway(t, { baseURL: url });
  const text = JSON.stringify({ ...question, messages: [{ role: "user", content: "合同的期限是多久？😀".repeat(500) }] });
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 7, 4096]) {
    let at = 0;
    const body = new ReadableStream({ pull: (c) => (at < bytes.length ? c.enqueue(bytes.slice(at, (at += size))) : c.close()) });
    const response = await post(base + CHAT, null, /** @type {RequestInit} */ ({ body, duplex: "half" }));
    assert.equal(response.status, 200);
    assert.equal(requests.at(-1)?.body, text);
  }
});

test("a token limit is set where the request has none, and kept where it asks for more", async (t) => {
  const { url, requests } = await service(t);
  const base = await gateway(t, { baseURL: url, limits: { maxTokens: 100 } });
  assert.equal((await post(base + CHAT, question)).status, 200);
  assert.equal(JSON.parse(requests[0]?.body ?? "").max_tokens, 100);
  assert.equal((await post(base + CHAT, { ...question, max_tokens: 7 })).status, 200);
  assert.equal(JSON.parse(requests[1]?.body ?? "").max_tokens, 7);
  for (const wrong of [{ max_tokens: 101 }, { max_tokens: "5" }, { max_tokens: -1 }, { max_tokens: [5] }, { max_completion_tokens: 1e9 }, { n: 101 }, { n: "2" }]) {
    assert.equal((await post(base + CHAT, { ...question, ...wrong })).status, 400, JSON.stringify(wrong));
  }
  assert.equal(requests.length, 2);
});

test("of the service's answer the page sees status, body and known headers", async (t) => {
  const { url } = await service(t, (_, res) => {
    res.writeHead(429, {
      "content-type": "application/json",
      "x-request-id": "r-1",
      "x-dashscope-partialresponse": "true",
      "retry-after": "3",
      "retry-after-ms": "2500",
      "set-cookie": "acw_tc=1",
      server: "istio-envoy",
      "access-control-allow-origin": "*",
      "req-cost-time": "5",
    });
    res.end('{"error":{"code":"limit_requests"}}');
  });
  const base = await gateway(t, { baseURL: url });
  const response = await post(base + CHAT, question);
  assert.equal(response.status, 429);
  assert.deepEqual(await response.json(), { error: { code: "limit_requests" } });
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !["connection", "date", "keep-alive", "transfer-encoding"].includes(name)));
  assert.deepEqual(headers, {
    "access-control-allow-credentials": "true",
    "access-control-allow-origin": PAGE,
    "access-control-expose-headers": "x-request-id, x-dashscope-partialresponse, retry-after, retry-after-ms",
    "cache-control": "no-store, no-transform",
    "content-type": "application/json",
    "retry-after": "3",
    "retry-after-ms": "2500",
    vary: "origin",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
    "x-dashscope-partialresponse": "true",
    "x-request-id": "r-1",
  });
});

test("a compressed answer arrives decoded, without the length of the compressed one", async (t) => {
  const { gzipSync } = await import("node:zlib");
  const { url } = await service(t, (_, res) => res.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(gzipSync('{"a":1}')));
  const base = await gateway(t, { baseURL: url });
  const response = await post(base + CHAT, question);
  assert.deepEqual(await response.json(), { a: 1 });
  assert.equal(response.headers.get("content-encoding"), null);
});

test("a stored web page comes back as bytes, not as a page of the gateway's origin", async (t) => {
  const { url } = await service(t, (_, res) => res.writeHead(200, { "content-type": "text/html" }).end("<script>1</script>"));
  const base = await gateway(t, { baseURL: url });
  const response = await fetch(`${base}/v1/files/file-1/content`);
  assert.equal(response.headers.get("content-type"), "application/octet-stream");
  assert.equal(response.headers.get("x-content-type-options"), "nosniff");
  assert.equal(await response.text(), "<script>1</script>");
});

test("an answer without a body passes", async (t) => {
  const { url } = await service(t, (_, res) => res.writeHead(204).end());
  const base = await gateway(t, { baseURL: url });
  const response = await fetch(`${base}/v1/files/file-1`, { method: "DELETE" });
  assert.deepEqual([response.status, await response.text()], [204, ""]);
});
