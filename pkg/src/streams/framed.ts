/** Server-sent events as the core frames them. */
import { late, type Late } from "#late";
import { APIConnectionError, toError } from "../errors.js";
import { Body } from "./body.js";
import type { ServerSentEvent } from "./events.js";
import { Source } from "./source.js";

type Raw = InstanceType<Late["RawEvents"]>;

/** The events of a response; a response without a body has none. */
export async function framed(response: Response): Promise<AsyncIterableIterator<ServerSentEvent, undefined, undefined>> {
  return new Events(await late(), response.body?.getReader());
}

class Events extends Source<ServerSentEvent> {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #raw: Body<Raw> | undefined;

  constructor(api: Late, reader: ReadableStreamDefaultReader<Uint8Array> | undefined) {
    super();
    this.#reader = reader;
    if (!reader) {
      this.#close();
      return;
    }
    const onRead = (result: ReadableStreamReadResult<unknown>): unknown => {
      this.took(this.#raw?.take(result, 0));
      return this.result();
    };
    const onFailure = (cause: unknown): unknown => {
      const message = "The body of the event stream broke off.";
      this.#close(new APIConnectionError({ kind: "connection", code: "body_broken", message, cause }));
      return this.result();
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

  protected override pull(): Promise<unknown> | undefined {
    return this.#raw?.pull();
  }

  protected override get settles(): boolean {
    return this.#reader instanceof ReadableStreamDefaultReader;
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
  }

  #close(error?: unknown): void {
    this.#raw?.free();
    this.#reader?.cancel().catch(() => undefined);
    this.settle(error === undefined ? undefined : { error });
  }
}
