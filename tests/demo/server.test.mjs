// @ts-check
// The demo's server, without a browser.
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import { test } from "node:test";
import { startServer } from "./demo.mjs";

/** One request with exactly this path and these headers. */
async function request(url, path, headers = {}, method = "GET") {
  const sent = http.request(new URL(url), { path, headers, method });
  sent.end();
  const [response] = await once(sent, "response");
  let body = "";
  for await (const chunk of response) body += chunk;
  return { status: response.statusCode, headers: response.headers, body };
}

test("without a key the emulator answers, and the server says so", async () => {
  const server = await startServer();
  try {
    assert.match(server.line, /^qwen-edge demo: http:\/\/127\.0\.0\.1:\d+ .*emulator/);
    assert.deepEqual(JSON.parse((await request(server.url, "/demo.json")).body), { service: "emulator" });
  } finally {
    await server.stop();
  }
});

test("with a key the service answers, and the key is in nothing that is served", async () => {
  const key = "sk-demo-canary-7d1f";
  const server = await startServer({ DASHSCOPE_API_KEY: key });
  try {
    assert.deepEqual(JSON.parse((await request(server.url, "/demo.json")).body), { service: "dashscope" });
    assert.ok(!server.line.includes(key));
    for (const path of ["/", "/main.js", "/main.css", "/icon.svg", "/player-worklet.js", "/demo.json"]) {
      const { status, body } = await request(server.url, path);
      assert.equal(status, 200, path);
      assert.ok(!body.includes(key), path);
    }
  } finally {
    await server.stop();
  }
});

test("the page carries its policy; other hosts, other origins, other paths and other models get nothing", async () => {
  const server = await startServer();
  try {
    const page = await request(server.url, "/");
    assert.match(page.headers["content-security-policy"], /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/);
    assert.doesNotMatch(page.headers["content-security-policy"], /unsafe-inline|'unsafe-eval'|\*/);
    assert.equal((await request(server.url, "/", { host: "rebound.example" })).status, 421);
    assert.equal((await request(server.url, "/../server.mjs")).status, 404);
    assert.equal((await request(server.url, "/%2e%2e/server.mjs")).status, 404);
    assert.equal((await request(server.url, "/v1/files", { origin: "https://other.example" }, "POST")).status, 403);
    assert.equal((await request(server.url, "/v1/files")).status, 403, "a list would show every visitor's files");
    const asked = await fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "qwen-max", messages: [{ role: "user", content: "?" }] }),
    });
    assert.equal(asked.status, 403);
  } finally {
    await server.stop();
  }
});

test("a port that is taken, or none, is an error that names the cure", async () => {
  const server = await startServer();
  try {
    await assert.rejects(startServer({ PORT: new URL(server.url).port }), /No free port at \d+\. Choose another/);
    await assert.rejects(startServer({ PORT: "many" }), /PORT must be a number/);
  } finally {
    await server.stop();
  }
});
