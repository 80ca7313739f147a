/** The gateway's side towards the service: one request, and its body back byte for byte. */
import type { Fetch } from "../options.js";
import { Refused } from "./rules.js";
import type { Cutter } from "./secret.js";

/** What is sent. Workers know no other member of RequestInit that we would need; `duplex` is Node's condition for streams. */
export interface Sending {
  method: string;
  headers: Headers;
  body: string | ReadableStream<Uint8Array> | undefined;
}

/**
 * The connection to the service for one request of a page. It has an abort of its own: Workers drop the signal of an incoming
 * request when it is handed to fetch.
 */
export class Upstream {
  readonly #abort = new AbortController();
  readonly #page: AbortSignal;
  readonly #close = (): void => this.close();
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  constructor(page: AbortSignal) {
    this.#page = page;
    page.addEventListener("abort", this.#close);
    if (page.aborted) this.close();
  }

  /** Sends the request. @throws Refused: nothing of fetch's own error, which may hold addresses. */
  async send(fetch: Fetch, url: string, { method, headers, body }: Sending): Promise<Response> {
    const init: RequestInit & { duplex?: "half" } = { method, headers, signal: this.#abort.signal, redirect: "manual" };
    if (body !== undefined) init.body = body;
    if (body instanceof ReadableStream) init.duplex = "half";
    try {
      return await fetch(url, init);
    } catch {
      throw new Refused(this.#page.aborted ? "client_closed" : "upstream_unreachable");
    }
  }

  /**
   * The reply's body, byte for byte but for what a `cutter` cuts out: nothing is buffered, and a page that reads slowly slows
   * the service down. This is the one place where an answer passes.
   */
  pass(body: ReadableStream<Uint8Array>, cutter?: Cutter): ReadableStream<Uint8Array> {
    const { IdentityTransformStream } = globalThis as never as { IdentityTransformStream?: new () => TransformStream<Uint8Array, Uint8Array> };
    return IdentityTransformStream && !cutter ? this.#piped(body, new IdentityTransformStream()) : this.#pulled(body, cutter);
  }

  /** In workerd, whose own pipe wakes no JavaScript for what it moves; an abort cancels the body. */
  #piped(body: ReadableStream<Uint8Array>, { readable, writable }: TransformStream<Uint8Array, Uint8Array>): ReadableStream<Uint8Array> {
    body.pipeTo(writable, { signal: this.#abort.signal }).then(
      () => this.release(),
      () => this.close(),
    );
    return readable;
  }

  /** Elsewhere: one read a pull, or more where all that came is held back. */
  #pulled(body: ReadableStream<Uint8Array>, cutter?: Cutter): ReadableStream<Uint8Array> {
    const reader = (this.#reader = body.getReader());
    const read = async (): Promise<Uint8Array | undefined> => {
      const { value } = await reader.read().catch(() => {
        this.release();
        throw new Error("The connection to the service broke before the answer was whole.");
      });
      return value;
    };
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          for (let came = await read(); came; came = await read()) {
            const bytes = cutter ? cutter.pass(came) : came;
            if (bytes.length > 0) return controller.enqueue(bytes);
          }
          this.release();
          const rest = cutter?.end();
          if (rest?.length) controller.enqueue(rest);
          controller.close();
        },
        cancel: () => this.close(),
      },
      { highWaterMark: 0 },
    );
  }

  /**
   * Ends the exchange: the service sees its connection closed and stops generating (reference 4.4). The reader is cancelled,
   * too: a `fetch` of the user's own may not heed its signal.
   */
  close(): void {
    this.release();
    this.#abort.abort();
    void this.#reader?.cancel().catch(ignore);
  }

  /** Lets go of the page's signal. */
  release(): void {
    this.#page.removeEventListener("abort", this.#close);
  }
}

function ignore(): void {}
