// `cargo xtask bench --profile`: where the time goes in the cases that are far from their targets, by each runtime's own profiler. Prints the tables that are kept in profiles.txt.
import { argv, exit } from "node:process";
import { fileURLToPath } from "node:url";
import { EVENTS, SHORT } from "../streams.mjs";
import { profilers } from "./profilers.mjs";

const FIRST_CALL = fileURLToPath(new URL("../start/first-call.mjs", import.meta.url));
/** Functions that take less of the time are told together. */
const LEAST_PERCENT = 1.5;

const CASES = {
  Node: [
    ["qwen-edge", "English", "one event"],
    ["eventsource-parser", "English", "one event"],
    ["qwen-edge", "escapes", "one event"],
    ["qwen-edge", "English", "4 KiB"],
    ["qwen-edge", "escapes", "64 KiB"],
    ["qwen-edge", "tools", "64 KiB"],
    ["eventsource-parser", "tools", "64 KiB"],
    ["qwen-edge text()", "English", "64 KiB"],
    ["bytes dropped", "English", "64 KiB"],
  ],
  Bun: [
    ["qwen-edge", "English", "one event"],
    ["eventsource-parser", "English", "one event"],
    ["qwen-edge", "tools", "64 KiB"],
    ["eventsource-parser", "tools", "64 KiB"],
  ],
  Chromium: [
    ["qwen-edge", "English", "one event", SHORT],
    ["eventsource-parser", "English", "one event", SHORT],
  ],
  workerd: [
    ["qwen-edge", "English", "one event", SHORT],
    ["eventsource-parser", "English", "one event", SHORT],
  ],
  Firefox: [
    ["qwen-edge", "Chinese", "one event"],
    ["eventsource-parser", "Chinese", "one event"],
  ],
};

const quick = argv.includes("--quick");
for (const [runtime, cases] of Object.entries(CASES))
  for (const [contender, shape, read, events = EVENTS] of quick ? cases.slice(0, 1) : cases) {
    const order = { contender, shape, read, events, milliseconds: quick ? 1000 : 4000 };
    print(`${runtime}, ${contender}: ${shape}, ${read} a read, ${events} events`, await profilers[runtime](order));
  }
// A start-up is over after few samples: those of many are added up.
for (const client of ["qwen-edge", "openai"])
  print(`Node, ${client}: from a fresh process to the first answer`, await profilers.Node.program([FIRST_CALL, client], quick ? 1 : 40));
exit(0);

/** @param {string} title @param {Map<string, number>} times by function */
function print(title, times) {
  const sum = [...times.values()].reduce((all, time) => all + time, 0);
  const shares = [...times].map(([name, time]) => [name, (100 * time) / sum]).sort(([, a], [, b]) => b - a);
  const rest = shares.filter(([, percent]) => percent < LEAST_PERCENT);
  const lines = [...shares.filter(([, percent]) => percent >= LEAST_PERCENT), [`${rest.length} others`, rest.reduce((all, [, percent]) => all + percent, 0)]];
  console.log([title, ...lines.map(([name, percent]) => `${percent.toFixed(1).padStart(7)}  ${name}`), ""].join("\n"));
}
