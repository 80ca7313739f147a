/// <reference lib="esnext.disposable" preserve="true" />
/** What every streamed answer offers, whatever its chunks are. */
import type { Exchange } from "../exchange.js";
import type { Usage } from "../types/chat.js";
import { AnswerSource, type Asked, leftEarly } from "./answer-source.js";
import type { StreamEnd } from "./end.js";
import { Bit } from "./view.js";

/**
 * An answer as it arrives: `for await (const chunk of stream)`, or a view of it, such as `stream.text()`. Leaving the loop
 * closes the connection. A stream that does not end well throws: {@link TruncatedStreamError}, {@link StallTimeoutError},
 * {@link APIUserAbortError}, or the service's own error.
 */
export abstract class AnswerStream<Chunk, Whole extends { usage?: Usage | null }> implements AsyncIterable<Chunk> {
  readonly #source: AnswerSource<Chunk>;

  /** @internal */
  constructor(exchange: Exchange, response: Response, asked: Asked) {
    this.#source = new AnswerSource(exchange, response, asked);
  }

  /** @internal */
  protected get source(): AnswerSource<Chunk> {
    return this.#source;
  }

  /** The response whose body this is: the last one, where the first broke before anything of it had come. */
  get response(): Response {
    return this.source.response;
  }

  /** For the service's support: the `x-request-id` header. */
  get requestId(): string | null {
    return this.response.headers.get("x-request-id");
  }

  /**
   * Resolves when the stream has ended, with how; never rejects. Once it has been asked for, the stream is read to its end,
   * whether or not somebody takes what comes: a loop that was begun finds it later (but `toReadableStream()` alone is pulled
   * as it is read). Whoever wants the chunks too begins with them first, or in the same turn of the event loop: later they
   * throw (`code: "invalid_argument"`); views can be taken at any time, and miss nothing.
   */
  get end(): Promise<StreamEnd> {
    this.source.drain();
    return this.source.end;
  }

  /** Every chunk, as on the wire; those of cumulative translation models as if they were incremental (reference 9). Read alone, once. */
  abstract [Symbol.asyncIterator](): AsyncIterableIterator<Chunk, undefined, undefined>;

  /**
   * The answer's text (of choice 0), one string a network read; half an emoji is held back until its other half has come. Of
   * a model that only speaks, what it says.
   *
   * A view: all views of a stream may be read at the same time or one after another, each once, and none misses what came
   * before it was taken. When the last of those taken is left, the connection is closed.
   */
  text(): AsyncIterableIterator<string, undefined, undefined> {
    return this.source.view(Bit.Text);
  }

  /**
   * The tokens used; undefined unless `stream_options: { include_usage: true }` asked for them. Reads the stream to its end, as
   * {@link end} does: begin a loop over its chunks before.
   */
  totalUsage(): Promise<Usage | undefined> {
    return this.final(({ usage }) => usage ?? undefined);
  }

  /** Closes the connection; whoever reads gets an {@link APIUserAbortError} with `reason` as its cause. */
  abort(reason?: unknown): void {
    this.source.abort(reason);
  }

  /**
   * The chunks as newline-delimited JSON, pulled as they are read: a body for a `Response` of your own. The lines are as the
   * service spells them, those of one network read in one piece: nothing is parsed that is only handed on.
   */
  toReadableStream(): ReadableStream<Uint8Array> {
    const { source } = this;
    const lines = source.lines();
    return new ReadableStream(
      {
        async pull(controller) {
          const { done, value } = await lines.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: () => source.leave(),
      },
      { highWaterMark: 0 }, // nothing is read ahead
    );
  }

  /** @internal A part of the whole answer, once the stream has ended well. */
  protected final<T>(part: (whole: Whole) => T | Promise<T>): Promise<T> {
    const final = this.end.then(({ error, state }) => {
      if (error !== undefined) throw error;
      if (state === "aborted") throw leftEarly();
      return part(this.source.completion<Whole>());
    });
    final.catch(() => undefined); // one that nobody awaits is no unhandled rejection
    return final;
  }

  /** @internal Told the end at once, without reading towards it. */
  onEnd(listener: (end: StreamEnd, whole: () => Whole) => void): void {
    this.source.whenEnded((end) => listener(end, () => this.source.completion<Whole>()));
  }

  /** Closes the connection unless the stream has ended: for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.source.leave();
    await this.source.end;
  }
}
