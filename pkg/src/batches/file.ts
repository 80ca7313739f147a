/** A batch's file as lines, from the service to whoever asks for the next: nothing is read before it is wanted. */
import { Clock } from "../clock.js";
import type { Connection } from "../connection.js";
import { abortedError, type Failure, toError } from "../errors.js";
import type { Exchange } from "../exchange.js";
import type { RequestOptions } from "../options.js";
import { RESULT_LINE } from "./limits.js";
import { Lines } from "./lines.js";
import { Waits } from "./waits.js";

/** One line of a file. */
export interface Line {
  text: string;
  /** From 1. */
  number: number;
  file: string;
  /** Whether the file ended without an end of line after it: then it may have been cut. */
  isOpen: boolean;
}

/** No clock of a whole call runs while its caller works with what has come: the longest that a timer takes. */
const UNBOUNDED = 2 ** 31 - 1;

/**
 * The lines that are not blank.
 *
 * @throws {APIConnectionError} where the body breaks off.
 * @throws {StallTimeoutError} where nothing comes for `timeout.idle`.
 * @throws {StreamDecodeError} for a line that does not end.
 */
export async function* linesOf(connection: Connection, file: string, options: RequestOptions): AsyncGenerator<Line, void, undefined> {
  const { exchange, response } = await connection.open({ ...options, operation: "files.content", id: file });
  const reads = new Reads(exchange, response);
  const lines = new Lines(RESULT_LINE);
  let number = 0;
  try {
    for (let bytes = await reads.next(); bytes; bytes = await reads.next()) {
      lines.feed(bytes);
      for (let text = lines.next(); text !== undefined; text = lines.next()) {
        number += 1;
        if (text.trim()) yield { text, number, file, isOpen: false };
      }
    }
    const text = lines.rest();
    if (text.trim()) yield { text, number: number + 1, file, isOpen: true };
  } finally {
    reads.close();
  }
}

/** The reads of one body. */
class Reads {
  readonly #exchange: Exchange;
  readonly #response: Response;
  readonly #clock: Clock;
  readonly #waits = new Waits();
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  constructor(exchange: Exchange, response: Response) {
    this.#exchange = exchange;
    this.#response = response;
    const stalled = (): void => this.#waits.end(this.#failed({ kind: "stalled", code: "idle_timeout", message: "The batch's results stopped coming: see `timeout.idle`." }));
    this.#clock = new Clock(exchange.bounds.idle, UNBOUNDED, stalled);
    exchange.abort.aborted.catch((reason: unknown) => this.#waits.end(abortedError(reason)));
  }

  /** The next read; undefined at the end of the body. */
  async next(): Promise<Uint8Array | undefined> {
    this.#clock.wait();
    const { value } = await this.#waits.for(this.#read());
    this.#clock.came(this.#exchange.bounds.idle);
    return value;
  }

  /** Ends the connection, whatever is left of the body. */
  close(): void {
    this.#clock.stop();
    this.#reader?.cancel().catch(() => undefined);
    this.#exchange.abort.close();
    this.#exchange.release();
  }

  async #read(): Promise<{ value?: Uint8Array | undefined }> {
    try {
      // Some doubles of fetch have no body to read, but can give it whole.
      this.#reader ??= (this.#response.body ?? new Response(await this.#response.text()).body)?.getReader();
      return (await this.#reader?.read()) ?? {};
    } catch (cause) {
      const { aborted, reason } = this.#exchange.abort.controller.signal;
      throw aborted ? abortedError(reason) : this.#failed({ kind: "connection", code: "body_broken", message: "The batch's results broke off.", cause });
    }
  }

  #failed(failure: Failure): unknown {
    const { status, headers } = this.#response;
    return toError({ ...failure, status, headers, requestId: headers.get("x-request-id") ?? undefined });
  }
}
