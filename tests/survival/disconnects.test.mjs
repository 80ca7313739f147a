// A thousand streams that were left or cut leave nothing behind (issue 3.6): neither memory nor timers, listeners or sockets, and nobody
// generates tokens for them.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { sleep, until } from "../runtime/assert.mjs";
import { startServer } from "../runtime/server/server.mjs";
import { chunk } from "../runtime/wire.mjs";

const STREAMS = 1000;
/** Generates a token every 5 ms for as long as somebody listens. */
const ENDLESS = { answers: [{ body: [{ tokens: 5 }] }] };
/** The service's side of a broken connection, in the middle of an event. */
const ended = (ending) => ({ answers: [{ body: [{ text: chunk({ content: "token" }) + chunk({ content: "cut" }).slice(0, 90), pause: 2 }], ending }] });

test("Node: a thousand streams left and cut in every way", { timeout: 180_000 }, async (context) => {
  const server = await startServer();
  try {
    const endless = await server.peer(ENDLESS);
    const broken = await Promise.all(["clean", "cut", "reset"].map((ending) => server.peer(ended(ending))));
    const held = await leave({ total: STREAMS, endless: endless.baseURL, ended: broken.map(({ baseURL }) => baseURL) });
    const [early, late] = [held[0], held.at(-1)];
    context.diagnostic(`held after 100 and after ${STREAMS} streams: ${JSON.stringify([early, late])}`);
    assert.deepEqual({ ...late, done: 100 }, early, "what is held after a thousand streams, and after a hundred");
    assert.deepEqual({ listeners: late.listeners, timers: late.timers }, { listeners: 0, timers: 0 });
    const all = [endless, ...broken].map(({ seen }) => seen.requests.length);
    assert.equal(all.reduce((sum, each) => sum + each), STREAMS, `requests: ${all}`);
    assert.equal(endless.seen.closed, endless.seen.requests.length, "endless answers that were closed");
    await standsStill(endless);
  } finally {
    await server.close();
  }
});

/** Runs the leaver to its end: what it has printed. It must end by itself: whatever it still held would keep it alive. */
async function leave(order) {
  const child = spawn(process.execPath, [fileURLToPath(new URL("guests/leaver.mjs", import.meta.url)), JSON.stringify(order)], { stdio: ["ignore", "pipe", "inherit"] });
  const exit = new Promise((resolve) => child.once("exit", resolve));
  const text = (await child.stdout.setEncoding("utf8").toArray()).join("");
  assert.equal(await exit, 0, "how the process ended");
  return text.trim().split("\n").map((line) => JSON.parse(line));
}

/** That nobody generates any more. */
async function standsStill({ seen }) {
  await until(() => seen.open === 0, "every answer is closed");
  const before = seen.tokens;
  await sleep(100);
  assert.equal(seen.tokens, before, "tokens that were generated for nobody");
}
