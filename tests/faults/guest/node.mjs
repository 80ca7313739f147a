// Inside Node: a row is a message of the process that started this one.
import { leftovers, runRow } from "./row.mjs";

process.on("message", async ({ id, row }) => process.send({ id, seen: row ? await runRow(row) : leftovers() }));
