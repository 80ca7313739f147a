// `cargo xtask bench --profile`: where Node and Bun spend the time of the cases that are far from their targets, by their own profilers.
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bun, currentNode } from "../tests/runtime/programs.mjs";

const ALONE = fileURLToPath(new URL("guests/alone.mjs", import.meta.url));
const FIRST_CALL = fileURLToPath(new URL("start/first-call.mjs", import.meta.url));
const MILLISECONDS = 4000;
/** Functions that take less of the time are told together. */
const LEAST_PERCENT = 1.5;
/** A start-up is over after few samples: so many are added up. */
const STARTS = 40;

const RUNTIMES = { Node: currentNode, Bun: bun };

const CASES = {
  Node: [
    ["qwen-edge", "English", "one event"],
    ["eventsource-parser", "English", "one event"],
    ["qwen-edge", "escapes", "one event"],
    ["qwen-edge", "English", "4 KiB"],
    ["qwen-edge", "escapes", "64 KiB"],
    ["qwen-edge", "tools", "64 KiB"],
    ["eventsource-parser", "tools", "64 KiB"],
    ["qwen-edge text()", "English", "64 KiB"],
    ["bytes dropped", "English", "64 KiB"],
  ],
  Bun: [
    ["qwen-edge", "English", "one event"],
    ["eventsource-parser", "English", "one event"],
    ["qwen-edge", "tools", "64 KiB"],
    ["eventsource-parser", "tools", "64 KiB"],
  ],
};

/** All profiles as one text. */
export async function profiles() {
  const parts = [];
  for (const [runtime, cases] of Object.entries(CASES))
    for (const [contender, shape, read] of cases) {
      const title = `${runtime}, ${contender}: ${shape}, ${read} a read`;
      console.error(title);
      parts.push(table(title, await profile(runtime, 1, [ALONE, contender, shape, read, String(MILLISECONDS)])));
    }
  for (const client of ["qwen-edge", "openai"]) parts.push(table(`Node, ${client}: from a fresh process to the first answer`, await profile("Node", STARTS, [FIRST_CALL, client])));
  return `${parts.join("\n\n")}\n`;
}

/** Percent of the time by where it was spent, of so many runs of a program. */
async function profile(runtime, runs, program) {
  const folder = await mkdtemp(join(tmpdir(), "qwen-edge-profile-"));
  try {
    for (let run = 0; run < runs; run += 1) execFileSync(RUNTIMES[runtime](), ["--cpu-prof", "--cpu-prof-interval=200", `--cpu-prof-dir=${folder}`, ...program], { stdio: ["ignore", "ignore", "inherit"] });
    const files = await readdir(folder);
    return shares(await Promise.all(files.map(async (file) => JSON.parse(await readFile(join(folder, file), "utf8")))));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function shares(found) {
  const times = new Map();
  for (const { nodes, samples, timeDeltas } of found) {
    const names = new Map(nodes.map(({ id, callFrame }) => [id, named(callFrame)]));
    samples.forEach((id, at) => times.set(names.get(id), (times.get(names.get(id)) ?? 0) + timeDeltas[at]));
  }
  times.delete("(idle)");
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times].map(([name, time]) => [name, (100 * time) / all]).sort(([, a], [, b]) => b - a);
}

/** A function and whose it is; the wasm's have no names. */
function named({ functionName, url }) {
  if (url.startsWith("wasm:") || functionName.startsWith(".wasm-function")) return "the wasm";
  const owner = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? (url.includes("/pkg/dist/") ? "qwen-edge" : url.includes("/benches/") ? "the benchmark" : url.startsWith("node:") ? "node" : "");
  return owner ? `${functionName || "(anonymous)"}, ${owner}` : functionName || "(anonymous)";
}

function table(title, all) {
  const told = all.filter(([, percent]) => percent >= LEAST_PERCENT);
  const rest = all.filter(([, percent]) => percent < LEAST_PERCENT);
  const lines = [...told, [`${rest.length} others`, rest.reduce((sum, [, percent]) => sum + percent, 0)]];
  return [title, ...lines.map(([name, percent]) => `${percent.toFixed(1).padStart(7)}  ${name}`)].join("\n");
}
