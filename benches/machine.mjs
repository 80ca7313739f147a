// Where and of what a result is.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";
import { versionOf } from "./runtimes.mjs";

const PEERS = ["openai", "ai", "@ai-sdk/openai-compatible", "eventsource-parser"];

export function machine() {
  const [{ model }] = cpus();
  return { cpu: model.trim(), cores: cpus().length, memoryGB: Math.round(totalmem() / 1e9), system: `${type()} ${release()}` };
}

/** When something was measured, at which commit, and how busy the machine was: processes that wanted a core in the last minute. */
export function moment() {
  return { date: new Date().toISOString(), commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim(), load: Number(loadavg()[0].toFixed(1)) };
}

/** Of the runtimes that take part, and of the peers. */
export function versions(runtimes) {
  const { devDependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return Object.fromEntries([...runtimes.map((name) => [name, versionOf(name)]), ...PEERS.map((name) => [name, devDependencies[name]])]);
}
