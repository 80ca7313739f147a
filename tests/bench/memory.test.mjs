// Memory (issue 5.6), counted in pages of the wasm's memory: what passes through leaves none behind, however long it is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { held, memory } from "../../benches/memory/memory.mjs";

const EVENTS = 2_000_000;
/** Bytes by which the heap of an engine differs from one time to the next, whatever runs. */
const NOISE = 1_000_000;

test("streams, a document of 50 MB and an upload of 150 MB", async (context) => {
  for (const { what, pages, heap } of memory(EVENTS)) {
    context.diagnostic(`${what}: pages ${Object.values(pages)}${heap === undefined ? "" : `, ${heap} bytes of heap`}`);
    assert.equal(pages.after, pages.early, `${what}: not a page more`);
    // The answer of a chat is one byte an event, and JavaScript's.
    if (heap !== undefined) assert.ok(heap < (what === "events()" ? 0 : EVENTS) + NOISE, `${what}: ${heap} bytes of heap`);
  }
});

test("what is not there fails", () => {
  assert.throws(() => held("nothing of the kind", 1), /Command failed/);
});
