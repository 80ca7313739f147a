// The official `openai` package reads through our gateway and emulator what our client reads: proof of the gateway and the emulator by a client that is not ours.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import OpenAI from "openai";
import { Qwen } from "qwen-edge";
import { chromiumGuest } from "./guests/browsers.mjs";
import { readWithBoth } from "./openai.mjs";
import { startServer } from "./server/server.mjs";

const SCRIPT = { emulator: {}, gateway: { origins: ["*"], allow: { models: ["qwen-long"], files: true } } };

describe("the openai package behind the gateway", () => {
  let server;
  before(async () => {
    server = await startServer();
  });
  after(() => server.close());

  test("in Node", { timeout: 20_000 }, async () => agree(await readWithBoth(OpenAI, Qwen, (await server.peer(SCRIPT)).baseURL)));

  test("in a page of another origin", { timeout: 60_000 }, async () => {
    const page = await chromiumGuest(server, "openai", "guests/openai-page.mjs");
    try {
      agree(await page.run((await server.peer(SCRIPT)).baseURL));
    } finally {
      await page.stop();
    }
  });
});

function agree({ theirs, ours }) {
  assert.deepEqual(ours, theirs);
  assert.match(ours.text, /two years/);
  assert.equal(ours.finishReason, "stop");
  assert.ok(ours.usage.total_tokens > 0);
  assert.deepEqual([ours.filename, ours.listed, ours.refusal.status, ours.refusal.code], ["a.txt", true, 403, "model_not_allowed"]);
}
