import { QwenError } from "../errors.js";

/** What the glue of every module of wasm has, besides what its Rust exports: see xtask/src/build/glue.rs. */
export interface Glue {
  imports(): WebAssembly.Imports;
  /** Tells the glue its instance, in place of the last one, and the module to make another of. */
  started(instance: WebAssembly.Instance, module: WebAssembly.Module): unknown;
}

/** The error of a start that failed. */
export function unstarted(cause: unknown): QwenError {
  return new QwenError({ code: "core_failed", message: "The core of qwen-edge could not be started (see `cause`). A page's Content-Security-Policy must allow 'wasm-unsafe-eval'.", cause });
}
