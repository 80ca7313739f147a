/** The portable start: the wasm travels inside the JavaScript, gzipped. */
import { QwenError } from "../errors.js";
import { type Glue, unstarted } from "./glue.js";

/**
 * Gives what starts a module at the first call; a start that failed is tried again at the next. `load` brings the wasm's text:
 * where that is loaded, it is so from now on, that the first call need not wait.
 */
export function unpacked<G extends Glue>(glue: G, load: () => string | Promise<string>): () => G | Promise<G> {
  let started: Promise<G> | undefined;
  let ready: G | undefined;
  let text: string | Promise<string> | undefined = load();
  if (typeof text === "object") text.catch(() => (text = undefined)); // the first call tells
  const start = async (): Promise<G> => {
    const { instance, module } = await WebAssembly.instantiate(await unzipped(inBytes(await (text ??= load()))), glue.imports());
    text = undefined;
    glue.started(instance, module);
    return (ready = glue);
  };
  return () => ready ?? (started ??= start().catch((cause: unknown) => {
    started = text = undefined;
    throw cause instanceof QwenError ? cause : unstarted(cause);
  }));
}

/** What base64 spells. Newer engines read it themselves, a hundred times faster. */
function inBytes(base64: string): Uint8Array {
  const { fromBase64 } = Uint8Array as { fromBase64?: (base64: string) => Uint8Array };
  if (fromBase64) return fromBase64.call(Uint8Array, base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Written without a pipe, which would cost as much as the unzipping. */
function unzipped(bytes: Uint8Array): Promise<ArrayBuffer> {
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  // Whoever reads is told of what is no gzip.
  for (const written of [writer.write(bytes as BufferSource), writer.close()]) written.catch(() => undefined);
  return new Response(readable).arrayBuffer();
}
