// True traps in true runtimes (issue 3.6): V8 is told to give wasm 16 MiB, and an event of 16 MiB arrives.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { until } from "../runtime/assert.mjs";
import { chromiumGuest } from "../runtime/guests/browsers.mjs";
import { startWorker } from "../runtime/guests/workerd.mjs";
import { startServer } from "../runtime/server/server.mjs";
import { chunk } from "../runtime/wire.mjs";

const PAGES = "--wasm-max-mem-pages=256";
const EVENT = 16 << 20;
/** A runtime that has survived once survives again. */
const TIMES = 2;

const SURVIVED = {
  failed: { error: "QwenError", code: "core_failed", retryable: false, trap: true },
  state: "error",
  neighbour: { error: "APIConnectionError", code: "core_reset", retryable: true, trap: false },
  next: "still here",
};

/** Name -> `(server) => { run(addresses), stop() }`. */
const RUNTIMES = {
  Node: startNode,
  Chromium: (server) => chromiumGuest(server, "chromium", "../survival/guests/little-memory-page.mjs", [`--js-flags=${PAGES}`]),
  workerd: startWorkerd,
};

describe("an event that the wasm has no memory for", () => {
  let server;
  before(async () => (server = await startServer()));
  after(() => server?.close());

  for (const [runtime, start] of Object.entries(RUNTIMES))
    test(`${runtime}: its stream fails, its neighbour is told to ask again, the next call works`, { timeout: 120_000 }, async () => {
      const guest = await start(server);
      try {
        for (let time = 1; time <= TIMES; time += 1) await survives(guest, await peersOf(server), `time ${time}`);
      } finally {
        await guest.stop();
      }
    });
});

async function survives(guest, peers, time) {
  const { tooLarge, endless, plain } = peers;
  assert.deepEqual(await guest.run({ tooLarge: tooLarge.baseURL, endless: endless.baseURL, plain: plain.baseURL }), SURVIVED, time);
  await until(() => tooLarge.seen.open + endless.seen.open === 0, `${time}: the connections of both are closed`);
}

async function peersOf(server) {
  const event = chunk({ content: "a".repeat(EVENT) });
  return {
    tooLarge: await server.peer({ answers: [{ body: [{ text: event, cut: 1 << 20 }], ending: "hang" }] }),
    endless: await server.peer({ answers: [{ body: [{ tokens: 20 }] }] }),
    plain: await server.peer({ answers: [{ says: "still here" }] }),
  };
}

async function startNode() {
  const child = spawn(process.execPath, [PAGES, fileURLToPath(new URL("guests/little-memory-node.mjs", import.meta.url))], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.on("error", () => {}); // a process that has died: `run` says so
  const exit = new Promise((resolve) => child.once("exit", resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(addresses) {
      child.stdin.write(`${JSON.stringify(addresses)}\n`);
      const { value, done } = await lines.next();
      return done ? `Node exited with ${await exit}` : JSON.parse(value);
    },
    async stop() {
      child.stdin.end();
      await exit;
    },
  };
}

async function startWorkerd() {
  const { origin, stop } = await startWorker("../survival/guests/little-memory-worker.mjs", {}, [PAGES]);
  return { run: async (addresses) => (await fetch(origin, { method: "POST", body: JSON.stringify(addresses) })).json(), stop };
}
