// @ts-check
/** `qwen-edge/node`: any fetch handler behind node:http. */
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import test from "node:test";
import { toNodeListener } from "qwen-edge/node";
import { listen, until } from "./harness.mjs";

/**
 * Writes raw bytes to a server and reads until it closes or goes quiet after its answer.
 * @param {string} url
 * @param {string} text
 */
async function raw(url, text) {
  const socket = net.connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(text);
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk));
  await Promise.race([once(socket, "close"), new Promise((resolve) => setTimeout(resolve, 200))]);
  socket.destroy();
  return answer;
}

test("the request is the one that was sent", async (t) => {
  /** @type {Request | undefined} */
  let seen;
  const url = await listen(t, toNodeListener(async (request) => {
    seen = request;
    return new Response(await request.text(), { status: 201, headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"], ["x-a", "1"]] });
  }));
  const response = await fetch(`${url}/a%2Fb?c=d`, { method: "PUT", body: "body", headers: { "x-b": "2" } });
  assert.deepEqual([response.status, await response.text(), response.headers.get("x-a")], [201, "body", "1"]);
  assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
  assert.deepEqual([seen?.method, seen?.url, seen?.headers.get("x-b")], ["PUT", `${url}/a%2Fb?c=d`, "2"]);
});

test("a handler object keeps its this", async (t) => {
  const handler = { text: "mine", fetch() { return new Response(this.text); } };
  assert.equal(await (await fetch(await listen(t, toNodeListener(handler)))).text(), "mine");
});

test("odd hosts and targets make a URL of the same path, never a crash", async (t) => {
  const url = await listen(t, toNodeListener((request) => new Response(request.url)));
  const rows = [
    ["GET /x HTTP/1.1\r\nhost: a b/c?d#e@f\r\n\r\n", "http://localhost/x"],
    ["GET /x HTTP/1.1\r\nhost: user@evil.example\r\n\r\n", "http://localhost/x"],
    ["GET /x HTTP/1.1\r\nhost: [::1\r\n\r\n", "http://localhost/x"],
    ["GET /x HTTP/1.1\r\nhost:\r\n\r\n", "http://localhost/x"],
    ["GET /x HTTP/1.1\r\nhost: a.example:99999\r\n\r\n", "http://localhost/x"],
    ["GET //evil.example/x HTTP/1.1\r\nhost: a.example\r\n\r\n", "http://a.example//evil.example/x"],
    ["GET http://evil.example/x?y HTTP/1.1\r\nhost: a.example\r\n\r\n", "http://a.example/x?y"],
    ["OPTIONS * HTTP/1.1\r\nhost: a.example\r\n\r\n", "http://a.example/"],
    ["GET /x HTTP/1.0\r\n\r\n", "http://localhost/x"],
  ];
  for (const [request = "", expected = ""] of rows) {
    const answer = await raw(url, request);
    assert.match(answer, /^HTTP\/1\.1 200 /, request);
    assert.ok(answer.includes(`${expected}\r\n`) || answer.endsWith(expected), `${request} -> ${answer}`);
  }
  assert.match(await raw(url, "TRACE / HTTP/1.1\r\nhost: a.example\r\n\r\n"), /^HTTP\/1\.1 400 /);
});

test("what a handler throws is told to onError, and to the client only as a fixed sentence", async (t) => {
  for (const thrown of [new Error("canary"), null, "canary"]) {
    /** @type {unknown[]} */
    const told = [];
    for (const handler of [() => { throw thrown; }, () => Promise.reject(thrown)]) {
      const url = await listen(t, toNodeListener(handler, { onError: (error) => { told.push(error); throw new Error("reporter"); } }));
      const response = await fetch(url, { method: "POST", body: "unread" });
      assert.deepEqual([response.status, await response.text()], [500, "Internal server error"]);
    }
    assert.deepEqual(told, [thrown, thrown]);
  }
});

test("a body that errors midway is a cut, not an end", async (t) => {
  const url = await listen(t, toNodeListener(() => {
    let pulls = 0;
    return new Response(new ReadableStream({ pull: (c) => (pulls++ ? c.error(new Error("canary")) : c.enqueue(new TextEncoder().encode("half"))) }));
  }));
  const answer = await raw(url, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
  assert.ok(answer.includes("half") && !answer.includes("\r\n0\r\n\r\n") && !answer.includes("canary"));
  await assert.rejects(fetch(url).then((response) => response.text()));
});

test("when the client goes away, the signal aborts and the body is cancelled", async (t) => {
  let aborted = false;
  let cancelled = false;
  const url = await listen(t, toNodeListener((request) => {
    request.signal.addEventListener("abort", () => (aborted = true));
    return new Response(new ReadableStream({ start: (c) => c.enqueue(new TextEncoder().encode("x")), cancel: () => void (cancelled = true) }));
  }));
  const abort = new AbortController();
  const response = await fetch(url, { signal: abort.signal });
  await response.body?.getReader().read();
  abort.abort();
  await until(() => aborted && cancelled, "signal and cancel");
});

test("after an answer that is out, the signal does not abort", async (t) => {
  let aborted = false;
  const url = await listen(t, toNodeListener((request) => {
    request.signal.addEventListener("abort", () => (aborted = true));
    return new Response("whole");
  }));
  const answer = await raw(url, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
  assert.ok(answer.includes("whole"));
  assert.equal(aborted, false);
});

test("a body that the handler leaves unread does not block the connection", async (t) => {
  const url = await listen(t, toNodeListener((request) => new Response(request.method)));
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  for (let i = 0; i < 3; i++) {
    const req = http.request(url, { method: "POST", agent });
    req.end(Buffer.alloc(5 << 20));
    const [res] = await once(req, "response");
    res.resume();
    await once(res, "end");
    assert.equal(res.statusCode, 200);
  }
});

test("HEAD and empty answers have no body", async (t) => {
  const url = await listen(t, toNodeListener((request) => (request.method === "HEAD" ? new Response("body") : new Response(null, { status: 204 }))));
  assert.equal((await fetch(url, { method: "HEAD" })).status, 200);
  const response = await fetch(url);
  assert.deepEqual([response.status, await response.text()], [204, ""]);
});
