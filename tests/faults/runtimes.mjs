// The four runtimes, each started with the guest inside: `{ run(row), stop() }`, and many rows at once.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { chromiumGuest, firefoxGuest } from "../runtime/guests/browsers.mjs";
import { startWorker } from "../runtime/guests/workerd.mjs";

/** Modules as tests/runtime/bundle.mjs finds them. */
const PAGE = "../faults/guest/page.mjs";
const WORKER = "../faults/guest/worker.mjs";

/** Name -> how it is started. The page's server needs to know no service: a row has its own addresses. */
export const runtimes = {
  Node: nodeGuest,
  Chromium: () => chromiumGuest({ origin: "" }, "Chromium", PAGE),
  Firefox: () => firefoxGuest({ origin: "" }, "Firefox", PAGE),
  workerd: workerdGuest,
};

async function nodeGuest() {
  const child = fork(fileURLToPath(new URL("guest/node.mjs", import.meta.url)));
  const waiting = new Map();
  let asked = 0;
  child.on("message", ({ id, seen }) => {
    waiting.get(id)?.resolve(seen);
    waiting.delete(id);
  });
  child.once("exit", (code, signal) => waiting.forEach(({ reject }) => reject(new Error(`Node exited with ${signal ?? code}`))));
  return {
    run: (row) =>
      new Promise((resolve, reject) => {
        const id = ++asked;
        waiting.set(id, { resolve, reject });
        child.send({ id, row });
      }),
    async stop() {
      if (child.exitCode !== null) return;
      child.disconnect();
      await once(child, "exit");
    },
  };
}

async function workerdGuest() {
  const worker = await startWorker(WORKER);
  return { run: async (row) => (await fetch(worker.origin, { method: "POST", body: JSON.stringify(row ?? null) })).json(), stop: worker.stop };
}
