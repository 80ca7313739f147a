// The profiles: every runtime's own profiler says where the time went.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { currentNode } from "../runtime/programs.mjs";

const PROFILE = fileURLToPath(new URL("../../benches/profile/profile.mjs", import.meta.url));

test("each runtime's profiler tells of our functions, and its shares are all of the time", { timeout: 120_000 }, () => {
  const tables = execFileSync(currentNode(), [PROFILE, "--quick"], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim().split("\n\n");
  const told = tables.filter((table) => /qwen-edge: (English|Chinese)/.test(table));
  assert.deepEqual(told.map((table) => table.split(",")[0]), ["Node", "Bun", "Chromium", "workerd", "Firefox"]);
  for (const table of told) assert.match(table, /readText|the wasm|item/, table);
  for (const table of tables) {
    const sum = [...table.matchAll(/^ +([\d.]+) {2}/gm)].reduce((all, [, percent]) => all + Number(percent), 0);
    assert.ok(Math.abs(sum - 100) < 2, `${sum} % in\n${table}`);
  }
});
