// The fault table: every row in every runtime, and the table of it, which README.md holds.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { groups } from "./rows.mjs";
import { checkLeftovers, checkWatching, runRow, startServices } from "./run.mjs";
import { runtimes } from "./runtimes.mjs";
import { committedTable, renew, tableOf } from "./table.mjs";

/** Rows at once in a runtime: they mostly wait. */
const CONCURRENCY = 8;

/** A row that a hanging client holds up, with everything around it, in ms; starting a browser on a busy machine. */
const ROW_DEADLINE = 30_000;
const START_DEADLINE = 60_000;

const rows = groups.flatMap((group) => group.rows);
assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length, "each row has a name of its own");

/** "runtime: row" of the rows that have passed. */
const passed = new Set();
const key = (row, runtime) => `${runtime}: ${row.name}`;
const mark = (row, runtime) => (passed.has(key(row, runtime)) ? "✓" : "✗");

for (const [runtime, start] of Object.entries(runtimes))
  describe(runtime, () => {
    let services, guest;
    before(async () => {
      services = await startServices();
      guest = await start();
    }, { timeout: START_DEADLINE });
    after(async () => {
      await guest?.stop();
      await services?.close();
    });

    describe("rows", { concurrency: CONCURRENCY }, () => {
      for (const row of rows)
        test(row.name, { timeout: ROW_DEADLINE }, async () => {
          await runRow(row, runtime, guest, services);
          passed.add(key(row, runtime));
        });
    });

    test("nothing is left when all rows are done", { timeout: ROW_DEADLINE }, () => checkLeftovers(guest));
    test("what a careless client leaves behind is noticed", { timeout: ROW_DEADLINE }, () => checkWatching(guest));
  });

test("README.md holds this table", async () => {
  const table = tableOf(groups, Object.keys(runtimes), mark);
  console.log(table);
  if (process.env.QWEN_EDGE_RENEW) await renew(table);
  const committed = new Set((await committedTable()).split("\n"));
  const others = table.split("\n").filter((line) => !committed.has(line));
  assert.deepEqual(others, [], "tests/faults/README.md holds another table; to write this one: QWEN_EDGE_RENEW=1 node --test tests/faults/faults.test.mjs");
  assert.ok((await committedTable()) === table, "tests/faults/README.md holds rows that are no more");
});
