/** What the calls of `qwen.batches` load when they are made: one chunk, for many small ones would weigh more than they save. */
export { create } from "./create.js";
export { results } from "./results.js";
export { wait } from "./wait.js";
