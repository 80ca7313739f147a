// `cargo xtask bench [RUNTIME] [--quick]`: measures, prints, and keeps what was measured; what a quick run says is not worth keeping.
// `cargo xtask bench --profile`: where the time goes, kept in profile/profiles.txt.
import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { argv, exit } from "node:process";
import { fileURLToPath } from "node:url";
import { chart } from "./chart.mjs";
import { gatewayTimes } from "./gateway/gateway.mjs";
import { machine, moment, versions } from "./machine.mjs";
import { memory } from "./memory/memory.mjs";
import { runtimes } from "./runtimes.mjs";
import { currentNode } from "../tests/runtime/programs.mjs";
import { reads } from "./service.mjs";
import { startTimes } from "./start/start.mjs";
import { EVENTS, SHORT, shapes } from "./streams.mjs";
import { tables } from "./tables.mjs";

const FULL = {
  shapes,
  settings: { rounds: 11, sample: 25, warmUp: 200 },
  starts: 15,
  gateway: { streams: 1000, events: 50, pause: 100, rounds: 3 },
  memoryEvents: 10_000_000,
};
const QUICK = {
  shapes: ["English", "tools"],
  settings: { rounds: 3, sample: 10, warmUp: 60 },
  starts: 2,
  gateway: { streams: 100, events: 20, pause: 50, rounds: 1 },
  memoryEvents: 1_000_000,
};

const root = new URL("../", import.meta.url);
if (argv.includes("--profile")) {
  // The current Node has the WebSocket that workerd's inspector wants.
  await writeFile(new URL("benches/profile/profiles.txt", root), execFileSync(currentNode(), [fileURLToPath(new URL("benches/profile/profile.mjs", root))], { stdio: ["ignore", "pipe", "inherit"] }));
  exit(0);
}
const [quick, wanted] = [argv.includes("--quick"), argv.slice(2).find((word) => word !== "--quick")];
const known = Object.keys(runtimes).find((name) => name.toLowerCase() === wanted?.toLowerCase());
if (wanted && !known) {
  console.error(`no such runtime: ${wanted}; there are ${Object.keys(runtimes).join(", ")}`);
  exit(2);
}
await bench(quick ? QUICK : FULL, known);
exit(0);

async function bench(plan, only) {
  const chosen = only ? [only] : Object.keys(runtimes);
  const results = { machine: machine(), versions: versions(chosen), settings: plan.settings, events: EVENTS, speed: [] };
  for (const runtime of chosen) results.speed.push(...(await speedOf(runtime, plan)));
  if (!only) Object.assign(results, await theRest(plan));
  console.log(tables(results));
  if (quick) await keep(results, "target/bench/");
  else await keep(only ? await among(results) : results, "benches/");
}

/** What is kept already, with one runtime's times in the place of its old ones. */
async function among({ versions, speed: [...speed] }) {
  const kept = JSON.parse(await readFile(new URL("benches/results.json", root), "utf8"));
  const others = kept.speed.filter(({ runtime }) => runtime !== speed[0].runtime);
  const order = Object.keys(runtimes);
  const all = [...others, ...speed].sort((a, b) => order.indexOf(a.runtime) - order.indexOf(b.runtime));
  return { ...kept, versions: { ...kept.versions, ...versions }, speed: all };
}

/** Every shape in reads of every size, in one runtime: always the same process. */
async function speedOf(runtime, { shapes, settings }) {
  const cases = reads.flatMap((read) => shapes.map((shape) => ({ shape, read, events: EVENTS })));
  const guest = await runtimes[runtime].start();
  const measured = [];
  try {
    for (const one of [...cases, { shape: "English", read: "one event", events: SHORT }]) {
      said(`${runtime}: ${one.shape}, ${one.read} a read, ${one.events} events`);
      const result = await guest.run({ ...one, settings });
      if (result.error) throw new Error(`${runtime}, ${one.shape}, ${one.read}: ${result.error}`);
      measured.push({ runtime, ...moment(), ...one, ...result });
    }
  } finally {
    await guest.stop();
  }
  return measured;
}

async function theRest({ starts, gateway, memoryEvents }) {
  said(`start-up, ${starts} processes each`);
  const start = await startTimes(starts);
  said(`the gateway in workerd, ${gateway.streams} streams at once`);
  const through = await gatewayTimes(gateway);
  said(`memory, ${memoryEvents} events`);
  return { ...moment(), sizes: JSON.parse(await readFile(new URL("target/bench/sizes.json", root), "utf8")), start, gateway: through, memory: memory(memoryEvents, currentNode()) };
}

async function keep(results, folder) {
  const at = (file) => new URL(folder + file, root);
  await mkdir(at(""), { recursive: true });
  await writeFile(at("results.json"), `${JSON.stringify(results, undefined, 1)}\n`);
  if (results.speed.some(({ runtime }) => runtime === "Node")) await writeFile(at("chart.svg"), chart(results));
  said(`kept in ${folder}`);
}

function said(line) {
  console.error(`[${(performance.now() / 1000).toFixed(0).padStart(4)} s] ${line}`);
}
