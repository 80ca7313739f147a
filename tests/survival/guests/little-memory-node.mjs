// Inside Node: each line of JSON is a run, answered by a line.
import { exit, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { trapOnce } from "./little-memory.mjs";

for await (const line of createInterface({ input: stdin })) stdout.write(`${JSON.stringify(await trapOnce(JSON.parse(line)))}\n`);
exit(0);
