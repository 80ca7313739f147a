/** The loader of `qwen-edge/slim`: the user brings the wasm. */
import * as glue from "../../generated/client/core.js";

/** What wasm-bindgen exports. @internal */
export type Core = typeof glue;

let ready: Core | undefined;

/** Gives the core its wasm: a module, its bytes, a response that carries it, or the address of one. */
export async function init(wasm: WebAssembly.Module | BufferSource | Response | Promise<Response> | URL): Promise<void> {
  if (wasm instanceof WebAssembly.Module) glue.initSync({ module: wasm });
  else await glue.default({ module_or_path: wasm });
  ready = glue;
}

/** The core. Throws before `init()`. @internal */
export function core(): Core {
  if (!ready) throw new Error("qwen-edge/slim: call init(wasm) first");
  return ready;
}
