// Inside a page: the runner calls `runCase` with an order, the profiler with that of a contender alone.
import { runAlone } from "../alone.mjs";
import { runCase } from "../case.mjs";

globalThis.runCase = (order) => (order.contender ? runAlone(order) : runCase(order));
