// `node alone.mjs ORDER`: for the profilers of Node and Bun.
import { argv, exit } from "node:process";
import { runAlone } from "../alone.mjs";

await runAlone(JSON.parse(argv[2]));
exit(0);
