// Where it is measured: name -> how it is started, and how it tells its version.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chromiumGuest, firefoxGuest } from "../tests/runtime/guests/browsers.mjs";
import { processGuest } from "../tests/runtime/guests/process.mjs";
import { startWorker } from "../tests/runtime/guests/workerd.mjs";
import * as programs from "../tests/runtime/programs.mjs";

const LINES = fileURLToPath(new URL("guests/lines.mjs", import.meta.url));
/** From where the tests' bundler looks. */
export const PAGE = "../../benches/guests/page.mjs";
export const WORKER = "../../benches/guests/worker.mjs";
export const NO_SERVER = { origin: "http://127.0.0.1" };

/** WebDriver BiDi attaches a debugger to the page, for which Firefox would keep a stack of every promise: a fifth of the time and more, which no visitor's page takes. */
export const AS_VISITED = { "javascript.options.asyncstack": false };

const inProcess = (program, flags = []) => ({ program, start: () => processGuest(program, flags, LINES)(NO_SERVER, "") });

/** @type {Record<string, { program: () => string, start(): Promise<{ run(order: object): Promise<any>, stop(): Promise<void> }> }>} */
export const runtimes = {
  Node: inProcess(programs.currentNode),
  "Node 20": inProcess(() => process.execPath),
  Deno: inProcess(programs.deno, ["run", "--quiet", "--allow-all"]),
  Bun: inProcess(programs.bun),
  Chromium: { program: programs.chromium, start: () => chromiumGuest(NO_SERVER, "Chromium", PAGE) },
  Firefox: { program: programs.firefox, start: () => firefoxGuest(NO_SERVER, "Firefox", PAGE, AS_VISITED) },
  workerd: { program: programs.workerd, start: startWorkerd },
};

async function startWorkerd() {
  const { origin, stop } = await startWorker(WORKER);
  return { run: async (order) => (await fetch(origin, { method: "POST", body: JSON.stringify(order) })).json(), stop };
}

/** The version in what `--version` prints. */
export function versionOf(runtime) {
  return /\d[\d.-]*/.exec(execFileSync(runtimes[runtime].program(), ["--version"], { encoding: "utf8" }))?.[0] ?? "unknown";
}
