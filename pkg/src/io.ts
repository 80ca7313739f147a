/** What only JavaScript may hold for a call of the core, and its promises' races: see `Io` in src/web/client/call.rs. */
import type { Abort } from "./abort.js";
import type { Fetch } from "./options.js";

/** What is sent, and who is told. */
export interface Outgoing {
  fetch: Fetch | undefined;
  /** A fresh copy at every try. */
  headers(): Headers;
  body: BodyInit | undefined;
  abort: Abort;
  onParsing(attempt: number, elapsed: number): void;
}

/** One call's side of the core's `Io`. Its promises reject when the call is aborted. */
export class Io {
  readonly #call: Outgoing;

  constructor(call: Outgoing) {
    this.#call = call;
  }

  get aborted(): boolean {
    return this.#call.abort.controller.signal.aborted;
  }

  get reason(): unknown {
    return this.#call.abort.controller.signal.reason;
  }

  get body(): BodyInit | undefined {
    return this.#call.body;
  }

  headers(): Headers {
    return this.#call.headers();
  }

  attempt(): AbortController {
    return this.#call.abort.attempt();
  }

  onParsing(attempt: number, elapsed: number): void {
    this.#call.onParsing(attempt, elapsed);
  }

  /** A response that comes when nobody waits for it any more is closed, not left open. */
  async fetch(address: string, init: RequestInit): Promise<Response> {
    const fetch = this.#call.fetch ?? globalThis.fetch;
    const response = await fetch(address, init);
    if (init.signal?.aborted) this.discard(response);
    return response;
  }

  /** What `promise` brings, or undefined when that takes longer than `timeout` milliseconds. */
  async within<T>(promise: Promise<T>, timeout: number): Promise<T | null | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, timeout, undefined)));
    // Undefined is for the time: a `fetch` that gave it gave nothing.
    const brought = promise.then((value) => value ?? null);
    try {
      return await this.#call.abort.race(Promise.race([brought, over]));
    } finally {
      clearTimeout(timer);
    }
  }

  /** The first `limit` bytes of a body that come within `timeout` milliseconds; the rest is refused. */
  async read(response: Response, limit: number, timeout: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(limit);
    let length = 0;
    const reader = response.body?.getReader();
    const all = async (): Promise<void> => {
      while (reader && length < limit) {
        const { value } = await reader.read();
        if (!value) return;
        const wanted = value.subarray(0, limit - length);
        bytes.set(wanted, length);
        length += wanted.length;
      }
    };
    // A body that breaks has said what it could.
    await this.within(all().catch(() => undefined), timeout);
    reader?.cancel().catch(() => undefined);
    return bytes.subarray(0, length);
  }

  /** Refuses a body. */
  discard(response: Response | undefined): void {
    response?.body?.cancel().catch(() => undefined);
  }

  /** Resolves after so many milliseconds. */
  async pause(milliseconds: number): Promise<void> {
    await this.within(new Promise(() => undefined), milliseconds);
  }
}
