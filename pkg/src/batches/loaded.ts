/** What the calls of `qwen.batches` load when they are made: one chunk, for many small ones would weigh more than they save. */
import "../index.js"; // whoever loads this has it: see `check_chunks` in xtask/src/build/bundles.rs
export { create } from "./create.js";
export { results } from "./results.js";
export { wait } from "./wait.js";
