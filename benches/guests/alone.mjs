// One contender alone in a process, for a profiler: `node alone.mjs CONTENDER SHAPE READ MILLISECONDS`.
import { argv, exit } from "node:process";
import { contenders } from "../contenders.mjs";
import { service } from "../service.mjs";
import { body, EVENTS } from "../streams.mjs";

const [contender, shape, read, milliseconds] = argv.slice(2);
const run = contenders[contender](service(body(shape, EVENTS), read));
const end = performance.now() + Number(milliseconds);
while (performance.now() < end) await run();
exit(0);
