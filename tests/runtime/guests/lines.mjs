// Inside Node, Deno and Bun: names of cases come in as lines of JSON, results go out the same way.
import { argv, exit, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { runGuest } from "./guest.mjs";

const [origin, runtime] = argv.slice(2);

for await (const line of createInterface({ input: stdin })) {
  const result = await runGuest(JSON.parse(line), { origin, runtime });
  stdout.write(`${line} ${JSON.stringify(result)}\n`);
}
exit(0);
