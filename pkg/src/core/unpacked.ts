/** The portable start: the wasm travels inside the JavaScript, deflated. */
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

/** What Node has besides. */
interface Node {
  navigator?: { userAgent?: string };
  process?: { getBuiltinModule?(id: "zlib"): { inflateSync(bytes: Uint8Array): BufferSource } };
}

/** The wasm. */
function unzipped(bytes: Uint8Array): BufferSource | Promise<BufferSource> {
  const { navigator, process } = globalThis as Node;
  // In a new process of Node the stream takes 4 ms longer than zlib, which `fetch` has loaded. In Deno and Bun zlib is the slow one.
  const zlib = navigator?.userAgent?.startsWith("Node") && process?.getBuiltinModule?.("zlib");
  if (zlib) return zlib.inflateSync(bytes);
  // A pipe takes a tenth of a millisecond more than a writer in pages (Chromium), and 44 bytes less.
  const piped = new Response(bytes as BufferSource).body!.pipeThrough(new DecompressionStream("deflate"));
  return new Response(piped).arrayBuffer();
}
