/** Why a connection is closed that nobody needs any more. One for all: to make an exception takes longer than to decode a read. */
const CLOSED = /* @__PURE__ */ new DOMException("", "AbortError");

/** A call's own controller, to which the caller's signal is forwarded: workerd drops an incoming request's signal silently. */
export class Abort {
  readonly controller = new AbortController();
  /** Rejects at the abort. */
  readonly aborted: Promise<never>;
  #signal: AbortSignal | undefined;
  readonly #forward = (): void => this.controller.abort(this.#signal?.reason);
  #reject!: (reason: unknown) => void;
  #attempt: AbortController | undefined;
  readonly #onAbort = (): void => {
    const { reason } = this.controller.signal;
    this.#reject(reason);
    this.#attempt?.abort(reason);
  };

  constructor(signal?: AbortSignal | null) {
    this.aborted = new Promise((_, reject) => (this.#reject = reject));
    this.aborted.catch(() => undefined); // nobody may be waiting
    this.controller.signal.addEventListener("abort", this.#onAbort, { once: true });
    this.follow(signal);
  }

  /** Forwards the caller's signal from now on. */
  follow(signal: AbortSignal | null | undefined): void {
    if (!signal) return;
    this.#signal = signal;
    if (signal.aborted) this.#forward();
    else signal.addEventListener("abort", this.#forward, { once: true });
  }

  /** A controller for one try: a try that took too long is aborted alone. */
  attempt(): AbortController {
    return (this.#attempt = new AbortController());
  }

  /** What `promise` brings, unless the call is aborted before. */
  race<T>(promise: PromiseLike<T> | T): Promise<T> {
    return Promise.race([this.aborted, promise]);
  }

  /** Closes the connection of the present try: a body's `cancel()` alone may wait for the next bytes (Firefox). */
  close(): void {
    this.#attempt?.abort(CLOSED);
  }

  /** Lets go of the caller's signal. */
  release(): void {
    this.#signal?.removeEventListener("abort", this.#forward);
  }
}
