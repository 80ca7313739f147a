// Memory (issue 5.6), counted in pages of the wasm's memory: what passes through leaves none behind.
import assert from "node:assert/strict";
import { test } from "node:test";
import { held, memory } from "../../benches/memory/memory.mjs";

const EVENTS = 200_000;
const PAGE = 65_536;
/** A buffer that grows by copies holds its old places, too. */
const GROWTH = 5;

test("streams, a document of 50 MB and an upload of 150 MB", async (context) => {
  const all = memory(EVENTS);
  for (const { what, pages } of all) context.diagnostic(`${what}: pages ${Object.values(pages)}`);
  const of = (name) => all.find(({ what }) => what === name).pages;
  for (const whole of ["inline document", "upload"]) assert.equal(of(whole).after, of(whole).before, `${whole}: not a page more`);
  assert.equal(of("events()").after, of("events()").early, "events(): as after a tenth of the stream");
  // A chat stream keeps its answer, here one byte an event, and nothing else.
  for (const chat of ["chunks", "text()"]) assert.ok((of(chat).after - of(chat).early) * PAGE < GROWTH * EVENTS, `${chat}: no more than the answer`);
});

test("what is not there fails", () => {
  assert.throws(() => held("nothing of the kind", 1), /Command failed/);
});
