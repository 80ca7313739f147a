// Each runtime's own profiler: (order of a contender alone) => time by function. A bundle tells no owners of its functions, and wasm no names.
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromiumGuest, firefoxGuest } from "../../tests/runtime/guests/browsers.mjs";
import { startWorker } from "../../tests/runtime/guests/workerd.mjs";
import { bun, currentNode } from "../../tests/runtime/programs.mjs";
import { AS_VISITED, NO_SERVER, PAGE, WORKER } from "../runtimes.mjs";
import { ofGecko, ofV8 } from "./times.mjs";

const ALONE = fileURLToPath(new URL("../guests/alone.mjs", import.meta.url));
/** Microseconds between two samples. */
const INTERVAL = 200;
/** Milliseconds of running before it counts. */
const WARM_UP = 500;

export const profilers = { Node: inProcess(currentNode), Bun: inProcess(bun), Chromium: inChromium, workerd: inWorkerd, Firefox: inFirefox };

/** Node and Bun write what V8 calls a CPU profile. */
function inProcess(runtime) {
  const program = async (program, runs) => {
    const folder = await mkdtemp(join(tmpdir(), "qwen-edge-profile-"));
    try {
      for (let run = 0; run < runs; run += 1) execFileSync(runtime(), ["--cpu-prof", `--cpu-prof-interval=${INTERVAL}`, `--cpu-prof-dir=${folder}`, ...program], { stdio: ["ignore", "ignore", "inherit"] });
      return ofV8(await Promise.all((await readdir(folder)).map(async (file) => JSON.parse(await readFile(join(folder, file), "utf8")))));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  return Object.assign((order) => program([ALONE, JSON.stringify(order)], 1), { program });
}

async function inChromium(order) {
  const guest = await chromiumGuest(NO_SERVER, "Chromium", PAGE);
  try {
    const session = await guest.page.context().newCDPSession(guest.page);
    return await profiled((method, more) => session.send(method, more), guest.run, order);
  } finally {
    await guest.stop();
  }
}

async function inWorkerd(order) {
  const { origin, inspector, stop } = await startWorker(WORKER, {}, [], ["--inspector-addr=127.0.0.1:0"]);
  try {
    const targets = await (await fetch(`http://127.0.0.1:${inspector}/json/list`)).json();
    const socket = new WebSocket(targets.find(({ id }) => id === "main").webSocketDebuggerUrl);
    await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
    const answers = new Map();
    socket.onmessage = ({ data }) => {
      const { id, result } = JSON.parse(data);
      answers.get(id)?.(result);
    };
    const send = (method, params = {}) =>
      new Promise((resolve) => {
        const id = answers.size + 1;
        answers.set(id, resolve);
        socket.send(JSON.stringify({ id, method, params }));
      });
    return await profiled(send, (one) => fetch(origin, { method: "POST", body: JSON.stringify(one) }).then((response) => response.text()), order);
  } finally {
    await stop();
  }
}

/** By the protocol of V8's inspector. */
async function profiled(send, run, order) {
  await run({ ...order, milliseconds: WARM_UP });
  await send("Profiler.enable");
  await send("Profiler.setSamplingInterval", { interval: INTERVAL });
  await send("Profiler.start");
  await run(order);
  const { profile } = await send("Profiler.stop");
  return ofV8([profile]);
}

/** Firefox writes one file for all of its processes when it ends. */
async function inFirefox(order) {
  const folder = await mkdtemp(join(tmpdir(), "qwen-edge-profile-"));
  try {
    const file = join(folder, "gecko.json");
    const asked = { MOZ_PROFILER_STARTUP: "1", MOZ_PROFILER_STARTUP_FEATURES: "js", MOZ_PROFILER_STARTUP_FILTERS: "GeckoMain", MOZ_PROFILER_STARTUP_INTERVAL: "1", MOZ_PROFILER_SHUTDOWN: file };
    const guest = await firefoxGuest(NO_SERVER, "Firefox", PAGE, AS_VISITED, { env: { ...process.env, ...asked } });
    try {
      await guest.run(order);
    } finally {
      await guest.stop();
    }
    return ofGecko(JSON.parse(await readFile(file, "utf8")));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
