// Inside a page: the runner calls `runCase` with an order.
import { runCase } from "../case.mjs";

globalThis.runCase = runCase;
