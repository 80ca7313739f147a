// The linear memories of the package's wasm: one for each of its modules that has started. Import it before `qwen-edge`.
import { eachInstance } from "../instances.mjs";

/** @type {WebAssembly.Memory[]} */
const memories = [];

eachInstance(({ exports }) => {
  // Node's own fetch is a wasm, too; it exports its memory by name, ours has short names.
  if (!("memory" in exports)) memories.push(/** @type {WebAssembly.Memory} */ (Object.values(exports).find((one) => one instanceof WebAssembly.Memory)));
});

/** The bytes of all memories as they are now, one after the other. */
export const bytes = () => Buffer.concat(memories.map(({ buffer }) => new Uint8Array(buffer)));

/** Pages of 64 KiB that the wasm has taken; they are never given back. */
export const pages = () => bytes().length / 65_536;
