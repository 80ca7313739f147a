import { QwenError } from "../errors.js";

/** What the glue of every module of wasm has, besides what its Rust exports. */
export interface Glue {
  default(wasm: { module_or_path: ArrayBuffer }): Promise<unknown>;
  initSync(wasm: { module: WebAssembly.Module }): unknown;
  /** Starts a new instance of the same module. */
  __wbg_reset_state(): void;
}

/** The error of a start that failed. */
export function unstarted(glue: Glue, cause: unknown): QwenError {
  try {
    glue.__wbg_reset_state(); // the glue takes an instance that has trapped in its start for a running one
  } catch {
    // No instance has come into being.
  }
  return new QwenError({ code: "core_failed", message: "The core of qwen-edge could not be started (see `cause`). A page's Content-Security-Policy must allow 'wasm-unsafe-eval'.", cause });
}
