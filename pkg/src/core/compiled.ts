/** The start where wasm is a module of its own: edge functions refuse to compile bytes. */
import { type Glue, unstarted } from "./glue.js";

/** Gives what starts a module at the first call; never a promise, for a promise must not be shared by requests. */
export function compiled<G extends Glue>(glue: G, module: WebAssembly.Module): () => G {
  let ready: G | undefined;
  return () => {
    if (!ready) {
      try {
        glue.started(new WebAssembly.Instance(module, glue.imports()), module);
      } catch (cause) {
        throw unstarted(cause);
      }
      ready = glue;
    }
    return ready;
  };
}
