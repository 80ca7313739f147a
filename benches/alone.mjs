// One contender alone, over and over, for a profiler.
import { contenders } from "./contenders.mjs";
import { service } from "./service.mjs";
import { body } from "./streams.mjs";

/** @param {{ contender: string, shape: string, read: string, events: number, milliseconds: number }} order */
export async function runAlone({ contender, shape, read, events, milliseconds }) {
  const run = contenders[contender](service(body(shape, events), read));
  const end = performance.now() + milliseconds;
  while (performance.now() < end) await run();
}
