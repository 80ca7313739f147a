/** Server-sent events of any response. */
import { core, type Core } from "#core";
import { APIConnectionError, toError, usageError } from "../errors.js";
import { inBytes, Source } from "./source.js";

/** One event as a browser's `EventSource` dispatches it. */
export interface ServerSentEvent {
  /** "message" by default. */
  event: string;
  /** The data lines, joined by LF. */
  data: string;
  /** The last event id at dispatch; "" if none. */
  id: string;
  /** The last valid `retry` since the event before, in milliseconds, or null. */
  retry: number | null;
}

/**
 * The server-sent events of a response, framed per the HTML standard, for `for await`. Any response will do, of any
 * service. `break` closes the connection.
 *
 * @throws {APIConnectionError} when the body breaks off.
 * @throws {StreamDecodeError} when one event outgrows 128 MiB.
 */
export function events(response: Response): AsyncIterableIterator<ServerSentEvent, undefined, undefined> {
  if (typeof response !== "object" || response === null || !("body" in response)) throw usageError("events() takes a Response.");
  if (response.bodyUsed || response.body?.locked) throw usageError("The response's body is being read already.");
  return new Events(response);
}

class Events extends Source<ServerSentEvent> {
  #api: Core | undefined;
  #raw: InstanceType<Core["RawEvents"]> | undefined;
  #started: Promise<void> | undefined;
  readonly #response: Response;
  /** The loop was left, perhaps before the core was there. */
  #left = false;

  constructor(response: Response) {
    super();
    this.#response = response;
  }

  override async next(): Promise<IteratorResult<ServerSentEvent, undefined>> {
    await (this.#started ??= this.#start());
    return super.next();
  }

  async #start(): Promise<void> {
    const api = (this.#api = await core());
    const reader = this.#response.body?.getReader();
    if (!reader) return this.settle();
    const onRead = (result: ReadableStreamReadResult<unknown>): void => {
      const raw = this.#raw;
      if (raw) this.took(raw.take(inBytes(result) as never));
    };
    const onFailure = (cause: unknown): void => {
      if (!this.#raw) return;
      const message = "The body of the event stream broke off.";
      this.#free({ error: new APIConnectionError({ kind: "connection", code: "body_broken", message, cause }) });
    };
    if (this.#left) return void reader.cancel().catch(() => undefined);
    this.#raw = new api.RawEvents(reader as never, onRead, onFailure);
  }

  protected override item(): ServerSentEvent | undefined {
    const event = this.piece()?.text;
    if (event === undefined) return undefined;
    const [data, id, retry] = [this.piece()?.text ?? "", this.piece()?.text ?? "", this.piece()?.text];
    return { event: event || "message", data, id, retry: retry ? Number(retry) : null };
  }

  protected override raw(): InstanceType<Core["RawEvents"]> | undefined {
    return this.#raw;
  }

  protected override memory(): WebAssembly.Memory {
    return (this.#api as Core).linear_memory() as WebAssembly.Memory;
  }

  protected override ended(): void {
    const failure: unknown = this.#raw?.failure();
    this.#free(failure ? { error: toError(failure) } : undefined);
  }

  protected override abandon(): void {
    this.#left = true;
    if (this.#raw) this.#raw.cancel();
    else this.#response.body?.cancel().catch(() => undefined);
    this.#free();
  }

  #free(failure?: { error: unknown }): void {
    const raw = this.#raw;
    this.#raw = undefined;
    raw?.free();
    this.settle(failure);
  }
}
