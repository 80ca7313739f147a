// What the benchmark says of what it has measured: from the committed results, which are a full run's.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { chart } from "../../benches/chart.mjs";
import { runtimes } from "../../benches/runtimes.mjs";
import { reads } from "../../benches/service.mjs";
import { EVENTS, shapes } from "../../benches/streams.mjs";
import { tables } from "../../benches/tables.mjs";
import { isMet, measured, TARGETS } from "../../benches/targets.mjs";

const at = (file) => readFile(new URL(`../../benches/${file}`, import.meta.url), "utf8");
const results = JSON.parse(await at("results.json"));

test("the committed results are those of every runtime, shape and read", () => {
  for (const runtime of Object.keys(runtimes))
    for (const shape of shapes)
      for (const read of reads) assert.ok(results.speed.some((one) => one.runtime === runtime && one.shape === shape && one.read === read && one.events === EVENTS), `${runtime}, ${shape}, ${read}`);
  for (const part of ["machine", "versions", "start", "gateway", "memory", "sizes"]) assert.ok(results[part], part);
});

test("the chart is drawn from the committed results", async () => {
  assert.equal(await at("chart.svg"), chart(results));
});

test("the tables name every target", () => {
  const text = tables(results);
  for (const { read, peer } of TARGETS) assert.match(text, new RegExp(`${read}, against ${peer}`));
});

test("a target is met from its number on", () => {
  const [{ times }, within] = [TARGETS[0], TARGETS.at(-1)];
  assert.deepEqual([isMet(TARGETS[0], times), isMet(TARGETS[0], times - 0.01), isMet(within, 1.6), isMet(within, 1.61)], [true, false, true, false]);
  assert.equal(Object.keys(measured(TARGETS[0], results, "Node")).length, shapes.length);
});
