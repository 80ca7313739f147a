// The linear memory of the package's wasm. Import it before `qwen-edge`.
import { eachInstance } from "../instances.mjs";

/** @type {WebAssembly.Memory | undefined} */
let memory;

eachInstance(({ exports }) => {
  // Node's own fetch is a wasm, too; it exports its memory by name, ours has short names.
  if (!("memory" in exports)) memory = /** @type {WebAssembly.Memory} */ (Object.values(exports).find((one) => one instanceof WebAssembly.Memory));
});

/** The bytes of the memory as they are now. */
export const bytes = () => new Uint8Array(memory?.buffer ?? new ArrayBuffer(0));

/** Pages of 64 KiB that the wasm has taken; they are never given back. */
export const pages = () => bytes().length / 65_536;
