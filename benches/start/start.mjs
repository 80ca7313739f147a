// Start-up: each client in fresh processes, in turns, as installed from npm and as a user's bundler writes it.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as programs from "../../tests/runtime/programs.mjs";
import { spread } from "../measure.mjs";

const FIRST_CALL = fileURLToPath(new URL("first-call.mjs", import.meta.url));
const RUNTIMES = {
  Node: [programs.currentNode],
  Deno: [programs.deno, "run", "--quiet", "--allow-all"],
  Bun: [programs.bun],
};

/** @returns {Promise<{ runtime: string, form: string, clients: Record<string, object>, ratio: object }[]>} milliseconds */
export async function startTimes(runs) {
  const bundles = await bundled({ "qwen-edge": 'export { Qwen } from "qwen-edge"', openai: 'export { default } from "openai"' });
  try {
    const forms = { installed: { "qwen-edge": "qwen-edge", openai: "openai" }, bundled: bundles.files };
    return Object.keys(RUNTIMES).flatMap((runtime) => Object.entries(forms).map(([form, clients]) => ({ runtime, form, ...compared(runtime, clients, runs) })));
  } finally {
    await bundles.remove();
  }
}

function compared(runtime, clients, runs) {
  const times = Object.fromEntries(Object.keys(clients).map((name) => [name, []]));
  for (let run = 0; run <= runs; run += 1)
    for (const [name, module] of Object.entries(clients)) {
      const time = firstCall(RUNTIMES[runtime], module);
      if (run > 0) times[name].push(time); // the first fills the disk's cache
    }
  const of = (name, what) => times[name].map((time) => time[what]);
  return {
    clients: Object.fromEntries(Object.keys(clients).map((name) => [name, { imported: spread(of(name, "imported")), answered: spread(of(name, "answered")) }])),
    ratio: spread(of("openai", "answered").map((time, run) => time / of("qwen-edge", "answered")[run])),
  };
}

function firstCall([program, ...flags], module) {
  return JSON.parse(execFileSync(program(), [...flags, FIRST_CALL, module], { encoding: "utf8" }));
}

/** Minified, as for a page. */
async function bundled(lines) {
  const folder = await mkdtemp(join(tmpdir(), "qwen-edge-bench-"));
  const files = {};
  for (const [name, contents] of Object.entries(lines)) {
    files[name] = join(folder, name, "stdin.mjs");
    await build({ stdin: { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)) }, bundle: true, minify: true, format: "esm", platform: "neutral", mainFields: ["module", "main"], splitting: true, outdir: join(folder, name), outExtension: { ".js": ".mjs" }, logLevel: "error" });
  }
  return { files, remove: () => rm(folder, { recursive: true, force: true }) };
}
