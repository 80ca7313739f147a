/** Server-sent events of any response. */
import { core, type Core } from "#core";
import { Lease } from "../core/instance.js";
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
  readonly #response: Response;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #api: Core | undefined;
  #lease = new Lease();
  #raw: InstanceType<Core["RawEvents"]> | undefined;
  #started: Promise<void> | undefined;

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
    const reader = (this.#reader = this.#response.body?.getReader());
    if (!reader) return this.settle();
    if (this.over) return this.#close(); // the loop was left before the core was there
    const onRead = (result: ReadableStreamReadResult<unknown>): void => this.took(this.#use((raw) => raw.take(inBytes(result) as never)));
    const onFailure = (cause: unknown): void => {
      const message = "The body of the event stream broke off.";
      this.#close(new APIConnectionError({ kind: "connection", code: "body_broken", message, cause }));
    };
    this.#lease = new Lease();
    this.#raw = this.#run(() => new api.RawEvents(reader as never, onRead, onFailure));
  }

  protected override item(): ServerSentEvent | undefined {
    const event = this.piece()?.text;
    if (event === undefined) return undefined;
    const [data, id, retry] = [this.piece()?.text ?? "", this.piece()?.text ?? "", this.piece()?.text];
    return { event: event || "message", data, id, retry: retry ? Number(retry) : null };
  }

  protected override pull(): void {
    this.#use((raw) => raw.pull());
  }

  protected override memory(): WebAssembly.Memory | undefined {
    return this.#run((api) => api.linear_memory() as WebAssembly.Memory);
  }

  protected override ended(): void {
    const failure: unknown = this.#use((raw) => raw.failure());
    this.#close(failure && toError(failure));
  }

  protected override abandon(): void {
    this.#close();
    if (!this.#reader) this.#response.body?.cancel().catch(() => undefined);
  }

  /** What the core's side says, while there is one. */
  #use<R>(use: (raw: InstanceType<Core["RawEvents"]>) => R): R | undefined {
    const raw = this.#raw;
    return raw && this.#run(() => use(raw));
  }

  /** What the core says. One that traps, or is gone, ends the stream. */
  #run<R>(use: (api: Core) => R): R | undefined {
    const api = this.#api as Core;
    try {
      return this.#lease.run(api, () => use(api));
    } catch (error) {
      this.#raw = undefined; // not to be freed: its memory is gone
      this.#close(error);
      return undefined;
    }
  }

  #close(error?: unknown): void {
    this.#use((raw) => raw.free());
    this.#raw = undefined;
    this.#reader?.cancel().catch(() => undefined);
    this.settle(error === undefined ? undefined : { error });
  }
}
