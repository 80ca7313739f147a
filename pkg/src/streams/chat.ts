/// <reference lib="esnext.disposable" preserve="true" />
/** A streamed chat answer. */
import type { Core } from "#core";
import type { Abort } from "../abort.js";
import { toError, usageError } from "../errors.js";
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionMessage, FinishReason, Usage } from "../types/chat.js";
import { Chunks } from "./chunks.js";
import { inBytes, Source } from "./source.js";

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

/** What a batch holds: see `RawChatStream::want`. */
const enum Want {
  Chunks,
  Text,
  Answer,
}

/**
 * A chat answer as it arrives: `for await (const chunk of stream)`, or `stream.text()`. Single use; leaving the loop
 * closes the connection. A stream that does not end well throws: {@link TruncatedStreamError},
 * {@link APIUserAbortError}, or the service's own error.
 */
export class ChatStream implements AsyncIterable<ChatCompletionChunk> {
  /** The response whose body this is. */
  readonly response: Response;
  readonly #source: ChatSource;

  /** @internal */
  constructor(api: Core, response: Response, abort: Abort) {
    this.response = response;
    this.#source = new ChatSource(api, response, abort);
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
    this.#source.onEnd = (end) => listener(end, () => this.#source.completion());
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

/** The one reading of a stream, whatever it is read as. */
class ChatSource extends Source<unknown> {
  readonly end: Promise<StreamEnd>;
  onEnd: ((end: StreamEnd) => void) | undefined;
  readonly #api: Core;
  readonly #abort: Abort;
  readonly #response: Response;
  #raw: InstanceType<Core["RawChatStream"]> | undefined;
  #resolveEnd!: (end: StreamEnd) => void;
  #item: Item<unknown> | undefined;
  #completion = "";

  constructor(api: Core, response: Response, abort: Abort) {
    super();
    this.#api = api;
    this.#abort = abort;
    this.#response = response;
    this.end = new Promise((resolve) => (this.#resolveEnd = resolve));
    const reader = (response.body ?? new Blob().stream()).getReader();
    const onRead = (result: ReadableStreamReadResult<unknown>): void => {
      const raw = this.#raw;
      if (raw) this.#took(() => raw.take(inBytes(result) as never));
    };
    const onFailure = (cause: unknown): void => {
      const raw = this.#raw;
      if (!raw || abort.controller.signal.aborted) return;
      this.#cause = cause;
      this.#took(() => raw.fail());
    };
    this.#raw = new api.RawChatStream(reader as never, onRead, onFailure);
    abort.controller.signal.addEventListener("abort", this.#onAbort, { once: true });
    if (abort.controller.signal.aborted) this.#onAbort();
  }

  #cause: unknown;
  readonly #onAbort = (): void => {
    this.#raw?.cancel();
    this.#close(this.#abort.controller.signal.reason, true);
  };

  /** Begins the one reading. */
  start<T>(want: Want, item: Item<T>): AsyncIterableIterator<T, undefined, undefined> {
    if (this.#item) throw usageError("This stream is being read already: a stream can be read once. `finalChatCompletion()` has the whole answer.");
    this.#item = item;
    this.#raw?.want(want);
    return this as Source<unknown> as Source<T>;
  }

  /** Reads to the end by itself, unless somebody begins to read before the present code has run. */
  drain(): void {
    queueMicrotask(() => {
      if (this.#item || !this.#raw) return;
      void this.start(Want.Answer, () => undefined).next().catch(() => undefined); // `end` tells
    });
  }

  nextPiece(): { tag: number; text: string } | undefined {
    return this.piece();
  }

  nextText(): string {
    return this.rest();
  }

  completion(): ChatCompletion {
    return JSON.parse(this.#raw?.completion() ?? this.#completion) as ChatCompletion;
  }

  abort(reason: unknown): void {
    this.#abort.controller.abort(reason);
  }

  leave(): void {
    if (!this.#raw) return;
    this.#raw.cancel();
    this.#close(undefined, false);
    this.#abort.controller.abort();
  }

  protected override item(): unknown {
    return this.#item?.(this);
  }

  protected override raw(): InstanceType<Core["RawChatStream"]> | undefined {
    return this.#raw;
  }

  protected override memory(): WebAssembly.Memory {
    return this.#api.linear_memory() as WebAssembly.Memory;
  }

  protected override abandon(): void {
    this.leave();
  }

  protected override ended(): void {
    this.#close(this.#cause, true);
  }

  #took(take: () => number): void {
    this.took(take());
  }

  /** Ends the stream in the core's state; `telling` says whether a failure is thrown at whoever reads. */
  #close(cause: unknown, telling: boolean): void {
    const raw = this.#raw;
    if (!raw) return;
    const state = raw.state() as StreamEnd["state"];
    const failure: unknown = raw.failure(cause, this.#response.headers);
    this.#completion = raw.completion();
    this.#raw = undefined;
    raw.free();
    this.#abort.controller.signal.removeEventListener("abort", this.#onAbort);
    this.#abort.release();
    const error = failure && telling ? toError(withRequestId(failure, this.#response), () => this.completion()) : undefined;
    const { choices, usage } = this.completion();
    const requestId = this.#response.headers.get("x-request-id");
    const end = { state, finish_reason: choices[0]?.finish_reason ?? null, ...(usage && { usage }), requestId, ...(error !== undefined && { error }) };
    this.#resolveEnd(end);
    this.onEnd?.(end);
    this.settle(error === undefined ? undefined : { error });
  }
}

function withRequestId(failure: unknown, response: Response): unknown {
  const { requestId } = failure as { requestId?: string };
  return { ...(failure as object), requestId: requestId ?? response.headers.get("x-request-id") ?? undefined };
}
