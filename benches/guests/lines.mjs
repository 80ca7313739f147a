// Inside Node, Deno and Bun: orders come in as lines of JSON, results go out the same way.
import { exit, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { runCase } from "../case.mjs";

for await (const line of createInterface({ input: stdin })) stdout.write(`${line} ${JSON.stringify(await runCase(JSON.parse(line)))}\n`);
exit(0);
