/** One call with the service: its head, and another head where the answer broke before anything of it was of use. */
import { core, type Core } from "#core";
import { Abort } from "./abort.js";
import { abortedError, toError, type Failure } from "./errors.js";
import { type Bounds, Io, type Outgoing } from "./io.js";
import { without } from "./secrets.js";
import type { ChatCompletion } from "./types/chat.js";

/** What a call is, besides what the core is told as JSON. */
export interface Order extends Pick<Outgoing, "fetch" | "headers" | "body" | "onParsing"> {
  /** As `Spec::read` of src/call/spec.rs takes it, but for what an exchange adds. */
  spec: { streaming: boolean; [option: string]: unknown };
  /** Where a chat that needs no rules goes, if that can be said without the core: it does not wait for a core that is still being loaded. */
  ahead: string | undefined;
  /** Must not stand in an error. */
  secrets(): string[];
  onRetry(attempt: number, delay: number, error: unknown): void;
}

/** A call under way. */
export class Exchange {
  readonly abort: Abort;
  readonly #order: () => Promise<Order>;
  readonly #begun = Date.now();
  /** Tries that have failed. */
  #tries = 0;
  #bounds: Bounds | undefined;
  #api: Core | undefined;
  #secrets: () => string[] = () => [];

  constructor(signal: AbortSignal | null | undefined, order: () => Promise<Order>) {
    this.abort = new Abort(signal);
    this.#order = order;
  }

  /** What follows the head that came last. */
  get bounds(): Bounds {
    return this.#bounds as Bounds;
  }

  /** The core that gave it. */
  get api(): Core {
    return this.#api as Core;
  }

  /** The first head. */
  async head(): Promise<Response> {
    return (await this.#head()) as Response;
  }

  /** Another head after an answer that is `broken`, or undefined where the call may not be tried again. */
  again(broken: unknown): Promise<Response | undefined> {
    return this.#head({ error: broken });
  }

  async #head(broken?: { error: unknown }): Promise<Response | undefined> {
    let io: Io | undefined;
    try {
      this.abort.controller.signal.throwIfAborted(); // an aborted call asks nobody for a key
      const order = await this.abort.race(this.#order());
      this.#secrets = () => order.secrets();
      order.headers(); // a header that cannot be sent fails here, not inside the core
      let again = broken;
      const onRetry = (attempt: number, delay: number, failure: unknown): void => {
        this.#tries = attempt;
        const error = again ? again.error : this.error(failure);
        again = undefined; // the next failure is another
        order.onRetry(attempt, delay, error);
      };
      io = new Io({ ...order, abort: this.abort, onRetry });
      const starting = core();
      if (starting instanceof Promise && order.ahead) io.foretell(order.ahead, order.spec.streaming);
      const api = (this.#api = starting instanceof Promise ? await this.abort.race(starting) : starting);
      const spec = JSON.stringify({ ...order.spec, begun: this.#begun, tries: this.#tries, again: broken !== undefined });
      await io.perform(api, spec);
      this.#bounds = io.bounds;
      return io.response;
    } catch (thrown) {
      this.abort.close(); // a head that came when the core had failed
      throw io?.thrown ? io.thrown.error : this.ended(this.error(thrown));
    }
  }

  /** What has ended the call: the caller's abort, whatever its reason was, is told as such. */
  ended(thrown: unknown): unknown {
    const { aborted, reason } = this.abort.controller.signal;
    return aborted && thrown === reason ? abortedError(reason) : thrown;
  }

  /** The public error of a failure of the core, without what the caller has said and the key: a service may quote them. */
  error(thrown: unknown, partial?: () => ChatCompletion): unknown {
    const failure = thrown as Partial<Failure> | null | undefined;
    if (typeof failure !== "object" || failure === null || failure instanceof Error) return thrown;
    const quoted = this.#secrets();
    for (const field of ["message", "code", "type", "param", "requestId"] as const) {
      const text = failure[field];
      if (typeof text === "string") failure[field] = without(text, quoted, "…");
    }
    // No header holds "…"; a double of fetch may have headers that only `get`.
    if (failure.headers && Symbol.iterator in failure.headers) failure.headers = new Headers([...failure.headers].map(([name, value]) => [name, without(value, quoted, "...")]));
    return toError(failure, partial);
  }

  /** Lets go of the caller's signal. */
  release(): void {
    this.abort.release();
  }
}
