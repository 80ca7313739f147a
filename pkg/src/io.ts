/** What only JavaScript may hold for a call of the core, and its promises' races: see `Io` in src/web/client/call.rs. */
import type { Core } from "#core";
import type { Abort } from "./abort.js";
import { Tenant } from "./core/tenant.js";
import type { Fetch } from "./options.js";

/** What is sent, and who is told. */
export interface Outgoing {
  fetch: Fetch | undefined;
  /** A fresh copy at every try. */
  headers(): Headers;
  body: BodyInit | undefined;
  abort: Abort;
  onParsing(attempt: number, elapsed: number): void;
  onRetry(attempt: number, delay: number, failure: unknown): void;
}

/** What follows the head, in milliseconds and bytes. */
export interface Bounds {
  firstToken: number;
  idle: number;
  reasoning: number;
  /** Until the whole call must have ended. */
  left: number;
  /** The longest body of a plain answer. */
  body: number;
}

type Raw = InstanceType<Core["RawCall"]>;

/** One call's side of the core's `Io`. Its promises reject when the call is aborted. */
export class Io {
  readonly #call: Outgoing;
  /** Set when a head has come that promises an answer. */
  response: Response | undefined;
  bounds: Bounds | undefined;
  /** What a listener of the caller's has thrown: it must not be taken for a failure of the core. */
  thrown: { error: unknown } | undefined;
  #failure: { error: unknown } | undefined;
  /** What the core waits for. */
  #coming!: Promise<unknown>;
  /** The head of a try that was begun before the core could ask for it. */
  #foretold: Promise<Response | null> | undefined;

  constructor(call: Outgoing) {
    this.#call = call;
  }

  /** Lets the core perform the call: {@link response} is its outcome. Throws the core's failure, or what a listener has thrown. */
  async perform(api: Core, spec: string): Promise<void> {
    const call = new Tenant<Raw>(api, () => new api.RawCall(spec, this as never), (error) => this.fail(error));
    let came: unknown;
    let rejected = false;
    while (call.use((raw) => raw.go_on(came, rejected))) {
      try {
        rejected = false;
        came = await call.wait(this.#coming);
      } catch (reason) {
        rejected = true;
        came = reason;
      }
    }
    call.free();
    const ended = this.thrown ?? this.#failure;
    if (ended) throw ended.error;
  }

  fail(error: unknown): void {
    this.#failure = { error };
  }

  get aborted(): boolean {
    return this.#call.abort.controller.signal.aborted;
  }

  get reason(): unknown {
    return this.#call.abort.controller.signal.reason;
  }

  onParsing(attempt: number, elapsed: number): boolean {
    return this.#told(() => this.#call.onParsing(attempt, elapsed));
  }

  onRetry(attempt: number, delay: number, failure: unknown): boolean {
    return this.#told(() => this.#call.onRetry(attempt, delay, failure));
  }

  #told(listener: () => void): boolean {
    try {
      listener();
      return true;
    } catch (error) {
      this.thrown = { error };
      return false;
    }
  }

  follow(response: Response, firstToken: number, idle: number, reasoning: number, left: number, body: number): void {
    this.response = response;
    this.bounds = { firstToken, idle, reasoning, left, body };
  }

  pause(milliseconds: number): void {
    this.#coming = this.#within(new Promise<undefined>(() => undefined), milliseconds);
  }

  /** Sends a chat as the core will ask for it when it runs: see tests/client/first-call.test.mjs. */
  foretell(address: string, streaming: boolean): void {
    this.#foretold = this.#fetch(address, "POST", streaming ? "text/event-stream" : "application/json", "application/json");
    this.#foretold.catch(() => undefined); // the core will take it
  }

  send(address: string, method: string, accept: string, contentType: string, timeout: number): void {
    const coming = this.#foretold ?? this.#fetch(address, method, accept, contentType);
    this.#foretold = undefined;
    this.#coming = this.#head(coming, timeout);
  }

  read(response: Response, limit: number, timeout: number): void {
    this.#coming = this.#read(response, limit, timeout);
  }

  /** Refuses a body. Where its bytes have stopped, `cancel()` alone leaves the connection open in some browsers. */
  discard(response: Response | null | undefined): void {
    response?.body?.cancel?.().catch(() => undefined);
    this.#call.abort.close();
  }

  /** Performs a try. */
  async #fetch(address: string, method: string, accept: string, contentType: string): Promise<Response | null> {
    const { fetch = globalThis.fetch, body, abort } = this.#call;
    const headers = this.#call.headers();
    headers.set("accept", accept);
    if (contentType) headers.set("content-type", contentType);
    else headers.delete("content-type"); // a form has a type of its own
    // A controller for this try: what a timeout ends must not end the call.
    const { signal } = abort.attempt();
    const response = await fetch(address, { method, headers, ...(body !== undefined && { body }), signal });
    // One that comes when nobody waits for it any more is closed, not left open.
    if (signal.aborted) response?.body?.cancel?.().catch(() => undefined);
    return response ?? null; // undefined is for the time: a `fetch` that gave it gave nothing
  }

  /** A try's head. One that takes too long is closed. */
  async #head(coming: Promise<Response | null>, timeout: number): Promise<Response | null | undefined> {
    const head = await this.#within(coming, timeout);
    if (head === undefined) this.#call.abort.close();
    return head;
  }

  async #read(response: Response, limit: number, timeout: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(limit);
    let length = 0;
    const reader = response.body?.getReader();
    let ended = !reader;
    const all = async (): Promise<void> => {
      while (reader && length < limit) {
        const { value } = await reader.read();
        if (!value) return void (ended = true);
        const wanted = value.subarray(0, limit - length);
        bytes.set(wanted, length);
        length += wanted.length;
      }
    };
    // A body that breaks has said what it could.
    await this.#within(all().catch(() => undefined), timeout);
    if (!ended) {
      reader?.cancel().catch(() => undefined);
      this.#call.abort.close();
    }
    return bytes.subarray(0, length);
  }

  /** What `promise` brings, or undefined when that takes longer than `timeout` milliseconds. */
  async #within<T>(promise: Promise<T>, timeout: number): Promise<T | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, timeout, undefined)));
    try {
      return await this.#call.abort.race(Promise.race([promise, over]));
    } finally {
      clearTimeout(timer);
    }
  }
}
