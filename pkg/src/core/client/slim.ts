/** The loader of `qwen-edge/slim`: the user brings the wasm. */
import { QwenError } from "../../errors.js";
import { glue } from "../../generated/client/core.js";

/** What wasm-bindgen exports. @internal */
export type Core = typeof glue;

let ready: Core | undefined;

/**
 * Gives the core its wasm: a module, its bytes, a response that carries it, or the address of one. A call before it has
 * resolved is a {@link QwenError}, `code: "not_initialized"`.
 *
 * @throws {QwenError} `code: "core_failed"` where the response is a refusal.
 */
export async function init(wasm: WebAssembly.Module | BufferSource | Response | Promise<Response> | URL): Promise<void> {
  if (ready) return;
  const given = await (wasm instanceof URL ? fetch(wasm) : wasm);
  const module = given instanceof Response ? await compile(given) : given instanceof WebAssembly.Module ? given : await WebAssembly.compile(given);
  const instance = await WebAssembly.instantiate(module, glue.imports());
  if (ready) return; // by another call
  glue.started(instance, module);
  ready = glue;
}

async function compile(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw new QwenError({ code: "core_failed", message: `qwen-edge/slim: no wasm at ${response.url}: status ${response.status}.` });
  // Engines keep what they have compiled of a stream, but take it under its own media type alone.
  if (response.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** The core. Throws before `init()`. @internal */
export function core(): Core {
  if (!ready) throw new QwenError({ code: "not_initialized", message: "qwen-edge/slim: call init(wasm) first, and await it." });
  return ready;
}
