// A page that asks as soon as it is there: its request is under way before the wasm's text has come.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { test } from "node:test";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { CHROMIUM_FLAGS } from "./guests/browsers.mjs";
import * as programs from "./programs.mjs";

const DIST = new URL("../../pkg/dist/", import.meta.url);
const PAGE = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module">
import { Qwen } from "/dist/index.js";
const qwen = new Qwen({ baseURL: "/v1" });
const stream = await qwen.chat.completions.create({ model: "qwen-plus", messages: [{ role: "user", content: "?" }], stream: true });
document.title = await stream.finalContent();
</script>`;
const ANSWER = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: "Yes." }, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`;

/** A site with the package as it is published, which holds the wasm's text back until it has been asked a question. */
async function site() {
  const seen = [];
  let onAsked;
  const asked = new Promise((resolve) => (onAsked = resolve));
  const server = createServer(async ({ method, url }, response) => {
    if (method === "POST") {
      seen.push("question");
      onAsked();
      response.writeHead(200, { "content-type": "text/event-stream" }).end(ANSWER);
    } else if (url.startsWith("/dist/")) {
      const isText = url.includes("inline-");
      if (isText) await asked;
      seen.push(isText ? "wasm" : "code");
      response.writeHead(200, { "content-type": "text/javascript" }).end(await readFile(new URL(url.slice("/dist/".length), DIST)));
    } else {
      response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { seen, url: `http://127.0.0.1:${server.address().port}/`, stop: () => (server.closeAllConnections(), server.close()) };
}

const browsers = {
  Chromium: () => chromium.launch({ executablePath: programs.chromium(), args: CHROMIUM_FLAGS }),
  Firefox: () => puppeteer.launch({ browser: "firefox", executablePath: programs.firefox(), headless: true }),
};

for (const [name, launch] of Object.entries(browsers))
  test(`${name}: the question leaves before the wasm has come`, { timeout: 60_000 }, async (t) => {
    const { seen, url, stop } = await site();
    t.after(stop);
    const browser = await launch();
    t.after(() => browser.close());
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction("document.title === 'Yes.'");
    assert.deepEqual(seen.filter((what) => what !== "code"), ["question", "wasm"]);
  });
