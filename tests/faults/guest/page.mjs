// Inside a page: the runner calls `runCase` with a row, or with nothing to hear what is left.
import { leftovers, runRow } from "./row.mjs";

globalThis.runCase = (row) => (row ? runRow(row) : leftovers());
