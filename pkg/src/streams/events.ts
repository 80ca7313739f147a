/** Server-sent events of any response. */
import type { Late } from "#late";
import { APIConnectionError, toError, usageError } from "../errors.js";
import { part } from "../part.js";
import { Body } from "./body.js";
import { Source } from "./source.js";

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

type Raw = InstanceType<Late["RawEvents"]>;

class Events extends Source<ServerSentEvent> {
  readonly #response: Response;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #raw: Body<Raw> | undefined;
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
    const api = await (await part(import("../late.js"))).late();
    const reader = (this.#reader = this.#response.body?.getReader());
    if (!reader) return this.settle();
    if (this.over) return this.#close(); // the loop was left before the core was there
    const onRead = (result: ReadableStreamReadResult<unknown>): void => this.took(this.#raw?.take(result, 0));
    const onFailure = (cause: unknown): void => {
      const message = "The body of the event stream broke off.";
      this.#close(new APIConnectionError({ kind: "connection", code: "body_broken", message, cause }));
    };
    this.#raw = new Body<Raw>(api as never, () => new api.RawEvents(), (error) => this.#close(error), reader, { onRead, onFailure });
  }

  protected override item(): ServerSentEvent | undefined {
    const { batch } = this;
    const event = batch.piece();
    if (event === undefined) return undefined;
    const data = batch.piece() ?? "";
    const id = batch.piece() ?? "";
    const retry = batch.piece();
    return { event: event || "message", data, id, retry: retry ? Number(retry) : null };
  }

  protected override pull(): void {
    this.#raw?.pull();
  }

  protected override memory(): WebAssembly.Memory | undefined {
    return this.#raw?.memory;
  }

  protected override ended(): void {
    const failure: unknown = this.#raw?.use((raw) => raw.failure());
    this.#close(failure && toError(failure));
  }

  protected override abandon(): void {
    this.#close();
    if (!this.#reader) this.#response.body?.cancel().catch(() => undefined);
  }

  #close(error?: unknown): void {
    this.#raw?.free();
    this.#reader?.cancel().catch(() => undefined);
    this.settle(error === undefined ? undefined : { error });
  }
}
