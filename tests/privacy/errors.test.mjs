// Issue 3.7: no error shows a key, a prompt, a document, an answer, however it is printed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { leaks } from "./canaries.mjs";
import { failures } from "./failures.mjs";

/** The error of a failure; console's output while it came is part of what it shows. */
async function failureOf(run) {
  const printed = [];
  const levels = /** @type {const} */ (["error", "warn", "info", "log", "debug"]);
  const before = Object.fromEntries(levels.map((level) => [level, console[level]]));
  for (const level of levels) console[level] = (...parts) => void printed.push(parts);
  try {
    const value = await run();
    throw new Error(`nothing failed; it gave ${typeof value}`);
  } catch (error) {
    return { error, printed };
  } finally {
    Object.assign(console, before);
  }
}

describe("no failure shows what was said", () => {
  for (const [name, { kind, run }] of Object.entries(failures))
    test(name, { timeout: 5000 }, async () => {
      const { error, printed } = await failureOf(run);
      assert.equal(error.name, kind, String(error.stack));
      assert.deepEqual([...leaks(error), ...leaks(printed)], []);
    });
});
