/** The portable start: the wasm travels inside the JavaScript, gzipped. */
import { type Glue, unstarted } from "./glue.js";

/** Gives what starts a module at the first call; a start that failed is tried again at the next. */
export function unpacked<G extends Glue>(glue: G, gzipped: string): () => G | Promise<G> {
  let started: Promise<G> | undefined;
  let ready: G | undefined;
  const start = async (): Promise<G> => {
    const bytes = Uint8Array.from(atob(gzipped), (char) => char.charCodeAt(0));
    const wasm = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const { instance, module } = await WebAssembly.instantiate(await new Response(wasm).arrayBuffer(), glue.imports());
    glue.started(instance, module);
    return (ready = glue);
  };
  return () => ready ?? (started ??= start().catch((cause: unknown) => {
    started = undefined;
    throw unstarted(cause);
  }));
}
