// The wasm instance survives (issue 3.6): whatever export call of whatever call fails, that call gets a typed error, its neighbours get one
// that says "again", and the next call works.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { scenarios } from "./traps/scenarios.mjs";

const SWEEP = fileURLToPath(new URL("traps/sweep.mjs", import.meta.url));

for (const name of Object.keys(scenarios))
  test(`${name}: a failure of the wasm at any of its export calls`, { timeout: 120_000 }, async (context) => {
    const { calls, runs, failed, problems } = await sweep(name);
    context.diagnostic(`${calls} export calls, ${runs} runs, ${failed} of them failed`);
    assert.deepEqual(problems, []);
    assert.ok(calls > 0 && failed > runs / 4, "the failures were felt");
  });

/** In a process of its own, so that a failure which nothing catches is one test's. */
async function sweep(name) {
  const child = spawn(process.execPath, [SWEEP, name], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = await child.stdout.setEncoding("utf8").toArray();
  try {
    return JSON.parse(lines.join(""));
  } catch {
    throw new Error(`the process ended (${child.signalCode ?? child.exitCode}) after: ${lines.join("")}`);
  }
}
