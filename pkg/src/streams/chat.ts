/// <reference lib="esnext.disposable" preserve="true" />
/** A streamed chat answer. */
import type { Core } from "#core";
import { Clock } from "../clock.js";
import { Tenant } from "../core/tenant.js";
import { abortedError, type APIError, toError, usageError } from "../errors.js";
import type { Exchange } from "../exchange.js";
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionMessage, FinishReason, Usage } from "../types/chat.js";
import { Chunks } from "./chunks.js";
import { pull, Source, take } from "./source.js";

/** How a stream ended. */
export interface StreamEnd {
  /**
   * "complete": the model stopped by itself; "length": the token limit stopped it; "tool_calls": it calls tools;
   * "content_filter": the service's filter stopped it; "truncated": the bytes ended before the answer; "stalled": nothing
   * came for too long; "aborted": by the caller, or by leaving the loop; "error": the service's own, or no answer at all.
   */
  state: "complete" | "length" | "tool_calls" | "content_filter" | "truncated" | "stalled" | "aborted" | "error";
  /** As the service said it; null where it said none. */
  finish_reason: FinishReason | null;
  usage?: Usage;
  requestId: string | null;
  /** What iterating throws. */
  error?: unknown;
}

/** What a batch holds: see `RawChatStream::pull`. */
const enum Want {
  Chunks,
  Text,
  Answer,
}

/**
 * A chat answer as it arrives: `for await (const chunk of stream)`, or `stream.text()`. Single use; leaving the loop
 * closes the connection. A stream that does not end well throws: {@link TruncatedStreamError},
 * {@link StallTimeoutError}, {@link APIUserAbortError}, or the service's own error.
 */
export class ChatStream implements AsyncIterable<ChatCompletionChunk> {
  readonly #source: ChatSource;

  /** @internal */
  constructor(exchange: Exchange, response: Response) {
    this.#source = new ChatSource(exchange, response);
  }

  /** The response whose body this is: the last one, where the first broke before anything of it had come. */
  get response(): Response {
    return this.#source.response;
  }

  /** For the service's support: the `x-request-id` header. */
  get requestId(): string | null {
    return this.response.headers.get("x-request-id");
  }

  /**
   * Resolves when the stream has ended, with how; never rejects. Asked of a stream that nobody reads, it reads it to its
   * end: whoever wants the pieces too begins the loop first, or in the same turn of the event loop.
   */
  get end(): Promise<StreamEnd> {
    this.#source.drain();
    return this.#source.end;
  }

  /** Every chunk, as on the wire. */
  [Symbol.asyncIterator](): AsyncIterableIterator<ChatCompletionChunk, undefined, undefined> {
    const chunks = new Chunks();
    return this.#source.start(Want.Chunks, (source) => {
      const piece = source.nextPiece();
      return piece && chunks.make(piece.tag, piece.text);
    });
  }

  /** The answer's text (of choice 0), one string a network read; half an emoji is held back until its other half has come. */
  text(): AsyncIterableIterator<string, undefined, undefined> {
    return this.#source.start(Want.Text, (source) => source.nextText() || undefined);
  }

  /** The whole answer, once the stream has ended well. */
  finalChatCompletion(): Promise<ChatCompletion> {
    return this.#final((completion) => completion);
  }

  /** The message of the whole answer's first choice. */
  finalMessage(): Promise<ChatCompletionMessage> {
    return this.#final(firstMessage);
  }

  /** The text of the whole answer. */
  finalContent(): Promise<string> {
    return this.#final((completion) => firstMessage(completion).content ?? "");
  }

  /** The tokens used; undefined unless `stream_options: { include_usage: true }` asked for them. */
  totalUsage(): Promise<Usage | undefined> {
    return this.#final(({ usage }) => usage ?? undefined);
  }

  /** Closes the connection; whoever reads gets an {@link APIUserAbortError} with `reason` as its cause. */
  abort(reason?: unknown): void {
    this.#source.abort(reason);
  }

  /** The chunks as newline-delimited JSON, pulled as they are read: a body for a `Response` of your own. */
  toReadableStream(): ReadableStream<Uint8Array> {
    const chunks = this[Symbol.asyncIterator]();
    const encoder = new TextEncoder();
    return new ReadableStream({
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      },
      async cancel() {
        await chunks.return?.();
      },
    });
  }

  #final<T>(part: (completion: ChatCompletion) => T): Promise<T> {
    const final = this.end.then(({ error, state }) => {
      if (error !== undefined) throw error;
      if (state === "aborted") throw toError({ kind: "aborted", code: "aborted", message: "The stream was left before its end." });
      return part(this.#source.completion());
    });
    final.catch(() => undefined); // one that nobody awaits is no unhandled rejection
    return final;
  }

  /** @internal Told the end at once, without reading towards it. */
  onEnd(listener: (end: StreamEnd, completion: () => ChatCompletion) => void): void {
    this.#source.whenEnded((end) => listener(end, () => this.#source.completion()));
  }

  /** Closes the connection unless the stream has ended: for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#source.leave();
    await this.#source.end;
  }
}

function firstMessage({ choices }: ChatCompletion): ChatCompletionMessage {
  const message = choices[0]?.message;
  if (!message) throw toError({ kind: "decode", code: "no_choice", message: "The answer has no choice." });
  return message;
}

type Item<T> = (source: ChatSource) => T | undefined;

type Raw = InstanceType<Core["RawChatStream"]>;

/** What the core says of an end. */
interface Told {
  state: StreamEnd["state"];
  failure: unknown;
  completion: string;
}

/** The one reading of a stream, whatever it is read as. */
class ChatSource extends Source<unknown> {
  readonly end: Promise<StreamEnd>;
  #onEnd: ((end: StreamEnd) => void) | undefined;
  #ended: StreamEnd | undefined;
  response: Response;
  readonly #exchange: Exchange;
  #raw: Tenant<Raw> | undefined;
  #reader: ReadableStreamDefaultReader<unknown> | undefined;
  /** Whether another answer is being asked for, because this one broke. */
  #reopening = false;
  /** Whether the body has ended by itself. */
  #read = false;
  #clock: Clock | undefined;
  #resolveEnd!: (end: StreamEnd) => void;
  #item: Item<unknown> | undefined;
  #want = Want.Chunks;
  /** What the reader rejected with. */
  #cause: unknown;
  #completion = "";

  constructor(exchange: Exchange, response: Response) {
    super();
    this.#exchange = exchange;
    this.response = response;
    this.end = new Promise((resolve) => (this.#resolveEnd = resolve));
    this.#attach(response);
    const { signal } = exchange.abort.controller;
    signal.addEventListener("abort", this.#onAbort, { once: true });
    if (signal.aborted) this.#onAbort();
  }

  /** Tells the end at once; it may have been before anybody could ask: an abort, a trap. */
  whenEnded(listener: (end: StreamEnd) => void): void {
    if (this.#ended) listener(this.#ended);
    else this.#onEnd = listener;
  }

  /** Begins the one reading. */
  start<T>(want: Want, item: Item<T>): AsyncIterableIterator<T, undefined, undefined> {
    if (this.#item) throw usageError("This stream is being read already: a stream can be read once. `finalChatCompletion()` has the whole answer.");
    this.#item = item;
    this.#want = want;
    return this as Source<unknown> as Source<T>;
  }

  /** Reads to the end by itself, unless somebody begins to read before the present code has run. */
  drain(): void {
    queueMicrotask(() => {
      if (this.#item || this.over) return;
      void this.start(Want.Answer, () => undefined).next().catch(() => undefined); // `end` tells
    });
  }

  nextPiece(): { tag: number; text: string } | undefined {
    return this.piece();
  }

  nextText(): string {
    return this.rest();
  }

  /** The answer so far, once the stream has ended. */
  completion(): ChatCompletion {
    return JSON.parse(this.#completion || "{\"choices\":[]}") as ChatCompletion;
  }

  abort(reason: unknown): void {
    this.#exchange.abort.controller.abort(reason);
  }

  /** Whoever read wants no more. */
  leave(): void {
    this.#close(undefined, false);
  }

  /** Reads `response` from now on. */
  #attach(response: Response): void {
    const { api, bounds } = this.#exchange;
    this.response = response;
    this.#read = false;
    this.#cause = undefined;
    const reader = (this.#reader = (response.body ?? new Blob().stream()).getReader());
    const onRead = (result: ReadableStreamReadResult<unknown>): void => {
      if (reader !== this.#reader) return;
      this.#read = result.done;
      this.took(this.#raw?.use(take, result));
    };
    const onFailure = (cause: unknown): void => {
      if (reader !== this.#reader || this.#exchange.abort.controller.signal.aborted) return;
      this.#cause = cause;
      this.took(this.#raw?.use((raw) => raw.take({ done: true } as never)));
    };
    this.#clock = new Clock(bounds.firstToken, bounds.left, (total) => {
      this.#raw?.use((raw) => raw.stall(total));
      this.#close(undefined, true);
    });
    const make = (): Raw => new api.RawChatStream(reader as never, onRead, onFailure, bounds.idle, bounds.reasoning);
    this.#raw = new Tenant(api, make, (error) => this.#finish({ state: "error", error }));
  }

  readonly #onAbort = (): void => this.#close(this.#exchange.abort.controller.signal.reason, true);

  protected override item(): unknown {
    return this.#item?.(this);
  }

  protected override pull(): void {
    this.#clock?.wait();
    this.#raw?.use(pull, this.#want);
  }

  protected override came(patience: number): void {
    this.#clock?.came(patience);
  }

  protected override memory(): WebAssembly.Memory | undefined {
    return this.#raw?.memory;
  }

  protected override abandon(): void {
    this.leave();
  }

  protected override ended(): void {
    if (this.#raw?.use((raw) => raw.untouched())) void this.#reopen();
    else this.#close(this.#cause, true);
  }

  /** The answer broke before anybody saw anything of it: asks for another, where the call may be tried again. */
  async #reopen(): Promise<void> {
    const told = this.#tell(this.#cause);
    if (!told) return;
    this.#clock?.stop();
    const error = this.#error(told.failure);
    try {
      this.#reopening = true;
      const response = await this.#exchange.again(error);
      this.#reopening = false;
      if (this.over) {
        response?.body?.cancel().catch(() => undefined);
        return this.#exchange.abort.close();
      }
      if (!response) return this.#finish({ state: told.state, error });
      this.#attach(response);
      this.resume();
    } catch (failed) {
      this.#reopening = false;
      this.#finish({ state: "error", error: failed });
    }
  }

  /** What the core says of the end; its side of the stream is let go of. */
  #tell(cause: unknown): Told | undefined {
    const told = this.#raw?.use((raw) => {
      const [state, failure, completion] = raw.tell(cause, this.response.headers) as [StreamEnd["state"], unknown, string];
      return { state, failure, completion };
    });
    this.#raw?.free();
    this.#raw = undefined;
    if (told) this.#completion = told.completion;
    return told;
  }

  /** Ends the stream in the core's state; `telling` says whether a failure is thrown at whoever reads. */
  #close(cause: unknown, telling: boolean): void {
    if (this.over) return;
    const told = this.#tell(cause);
    // Without the core's side the stream is between two answers, and only the caller ends it there.
    const failure = told ? told.failure && this.#error(told.failure) : abortedError(cause);
    this.#finish({ state: told?.state ?? "aborted", ...(telling && failure !== undefined && { error: failure }) });
  }

  #finish({ state, error }: { state: StreamEnd["state"]; error?: unknown }): void {
    if (this.over) return;
    this.#clock?.stop();
    const reader = this.#reader;
    this.#reader = undefined;
    const { abort } = this.#exchange;
    abort.controller.signal.removeEventListener("abort", this.#onAbort);
    if (!this.#read) {
      // A refusal to cancel means that the body has broken already.
      reader?.cancel().catch(() => undefined);
      abort.close();
    }
    if (this.#reopening) abort.controller.abort(); // no other answer is wanted
    abort.release();
    const { choices, usage } = this.completion();
    const requestId = (error as Partial<APIError> | undefined)?.requestId ?? this.response.headers.get("x-request-id");
    const end = { state, finish_reason: choices[0]?.finish_reason ?? null, ...(usage && { usage }), requestId, ...(error !== undefined && { error }) };
    this.#ended = end;
    this.#resolveEnd(end);
    this.settle(error === undefined ? undefined : { error });
    this.#onEnd?.(end);
  }

  #error(failure: unknown): unknown {
    const { requestId } = failure as { requestId?: string };
    const known = requestId ?? this.response.headers.get("x-request-id") ?? undefined;
    return this.#exchange.error({ ...(failure as object), requestId: known }, () => this.completion());
  }
}
