/** The one reading of a streamed answer, whatever it is read as: every chunk, or views of it, or nothing but the end. */
import type { Core } from "#core";
import { Clock } from "../clock.js";
import { abortedError, type APIError, toError, usageError } from "../errors.js";
import type { Exchange } from "../exchange.js";
import type { ChatCompletionMessage, FinishReason, Usage } from "../types/chat.js";
import type { StreamEnd } from "./end.js";
import { Body } from "./body.js";
import { Source } from "./source.js";
import { Bit, View, type Viewed } from "./view.js";

/** What the core must know of the request: see `Request` in src/chat/stream.rs. */
export interface Asked {
  model: string;
  prefix: string;
  isCompletion: boolean;
  choices: number;
}

/** An answer of either kind, as far as this reading looks into it. */
interface Whole {
  choices: { text?: string; message?: ChatCompletionMessage }[];
}

type Raw = InstanceType<Core["RawChatStream"]>;

/** Milliseconds in which the body of a whole answer may end. */
const LINGER = 1000;

/** What the core says of an end. */
interface Told {
  state: StreamEnd["state"];
  failure: unknown;
}

/** One streamed answer of chunks `C` that make a `W`. */
export class AnswerSource<C> extends Source<C> implements Viewed {
  readonly end: Promise<StreamEnd>;
  response: Response;
  readonly #exchange: Exchange;
  readonly #asked: Asked;
  #onEnd: ((end: StreamEnd) => void) | undefined;
  /** How it has ended, once it has. */
  outcome: StreamEnd | undefined;
  #resolveEnd!: (end: StreamEnd) => void;
  #raw: Body<Raw> | undefined;
  #reader: ReadableStreamDefaultReader<unknown> | undefined;
  /** Whether another answer is being asked for, because this one broke. */
  #reopening = false;
  /** Whether the body has ended by itself. */
  #read = false;
  #clock: Clock | undefined;
  /** What makes a chunk, where chunks are read. */
  #make: ((tag: number, text: string) => C) | undefined;
  readonly #views: View[] = [];
  /** The view whose reader has the promise of the read under way. */
  #asker: View | undefined;
  /** The views without which the last read was taken: the core may have more for them. */
  #behind = 0;
  /** Whether the stream is read to its end though nobody takes anything of it. */
  #draining = false;
  /** What the reader rejected with. */
  #cause: unknown;
  /** What of the answer's texts has left the core, by the numbers of their places: JSON, as it stands between quotes. */
  readonly #kept: Record<string, string> = {};
  /**
   * The answer as JSON, once there is no more of it: put together and parsed when somebody wants it. Two parts of it that
   * the end tells.
   */
  #completion = "";
  #finishReason: FinishReason | null = null;
  #usage: Usage | undefined;

  constructor(exchange: Exchange, response: Response, asked: Asked) {
    super();
    this.#exchange = exchange;
    this.#asked = asked;
    this.response = response;
    this.end = new Promise((resolve) => (this.#resolveEnd = resolve));
    this.#attach(response);
    const { signal } = exchange.abort.controller;
    signal.addEventListener("abort", this.#onAbort, { once: true });
    if (signal.aborted) this.#onAbort();
  }

  /** The core that reads it. */
  get api(): Core {
    return this.#exchange.api;
  }

  /** Tells the end at once; it may have been before anybody could ask: an abort, a trap. */
  whenEnded(listener: (end: StreamEnd) => void): void {
    if (this.outcome) listener(this.outcome);
    else this.#onEnd = listener;
  }

  /** Begins to read chunks, which are told as they come or never: alone, and from the start. */
  chunks(make: (tag: number, text: string) => C): AsyncIterableIterator<C, undefined, undefined> {
    if (this.#make || this.#views.length > 0 || this.#draining) throw readAlready("Its chunks are read alone, and first: before `end` or `final…()` is asked for.");
    this.#make = make;
    return this;
  }

  /** The same as lines of JSON in bytes, those of a read in one item. */
  lines(): AsyncIterator<Uint8Array, undefined, undefined> {
    const chunks = this.chunks((_, lines) => lines as C);
    this.batch.inBytes = true;
    return chunks as AsyncIterator<never, undefined, undefined>;
  }

  /** Takes a view, once each. */
  view(bit: Bit): View {
    if (this.#make) throw readAlready("Its chunks are read alone.");
    if (this.#views.some((view) => view.bit === bit)) throw readAlready("Each view of it can be taken once.");
    const view = new View(this, bit);
    this.#views.push(view);
    if (this.over) this.#giveRest(view);
    return view;
  }

  /** Reads to the end by itself, unless somebody begins to read before the present code has run. What was begun stays to be read. */
  drain(): void {
    queueMicrotask(() => {
      this.#draining = true;
      this.goOn();
    });
  }

  catchUp(view: View): void {
    if (!(this.#behind & view.bit)) return;
    this.#behind &= ~view.bit;
    this.looked(this.#raw?.use((raw) => raw.look(view.bit)));
    this.#deal();
  }

  beginFor(view: View): Promise<unknown> | undefined {
    const read = this.begin();
    if (read) this.#asker = view;
    return read;
  }

  left(): void {
    if (this.#views.every((view) => view.over)) this.leave();
  }

  /** Takes pages of texts, which the core lets go of: see src/chat/tail.rs. */
  keep(pages: string): void {
    const parts = pages.split("\0");
    for (let at = 1; at < parts.length; at += 2) this.#kept[parts[at] as string] = (this.#kept[parts[at] as string] ?? "") + parts[at + 1];
  }

  /** The answer so far, once the stream has ended. */
  completion<W>(): W {
    const parts = this.#completion.split("\0");
    this.#completion = parts.map((part, at) => (at % 2 ? this.#kept[part] : part)).join("");
    return JSON.parse(this.#completion || "{\"choices\":[]}") as W;
  }

  abort(reason: unknown): void {
    this.#exchange.abort.controller.abort(reason);
  }

  /** Whoever read wants no more. */
  leave(): void {
    this.#close(undefined, false);
  }

  /** Reads on where somebody waits, or the end is wanted. Bytes are handed on as they are asked for, not gathered. */
  goOn(): void {
    if ((this.#draining && !this.batch.inBytes) || this.#views.some(({ waits }) => waits)) this.read();
  }

  /** Reads `response` from now on. */
  #attach(response: Response): void {
    const { api, bounds } = this.#exchange;
    this.response = response;
    this.#read = false;
    this.#cause = undefined;
    const reader = (this.#reader = (response.body ?? new Blob().stream()).getReader());
    const onRead = (result: ReadableStreamReadResult<unknown>): unknown => {
      if (reader === this.#reader) {
        this.#read = result.done;
        const views = this.#wanted();
        this.#behind = ~views;
        this.took(this.#raw?.take(result, views));
      }
      return this.#came();
    };
    const onFailure = (cause: unknown): unknown => {
      if (reader === this.#reader && !this.#exchange.abort.controller.signal.aborted) {
        this.#cause = cause;
        this.took(this.#raw?.finish(this.#wanted()));
      }
      return this.#came();
    };
    this.#clock = new Clock(bounds.firstToken, bounds.left, (total) => {
      this.#raw?.use((raw) => raw.stall(total));
      this.#exchange.abort.close(); // a whole answer's body is not waited for any longer
      this.#close(undefined, true);
    });
    const { model, prefix, isCompletion, choices } = this.#asked;
    const make = (): Raw => new api.RawChatStream(this, bounds.idle, bounds.reasoning, model, prefix, isCompletion, choices);
    this.#raw = new Body<Raw>(api, make, (error) => this.#finish({ state: "error", error }), reader, { onRead, onFailure });
  }

  /** What a read comes to: what it is to the view whose reader has its promise, or to that of the chunks. */
  #came(): unknown {
    const asker = this.#asker ?? this;
    this.#asker = undefined;
    return asker.result();
  }

  /** The views for which somebody waits. */
  #wanted(): number {
    if (this.#make) return this.batch.inBytes ? Bit.Lines : Bit.Chunks;
    let bits = 0;
    for (const view of this.#views) if (view.waits) bits |= view.bit;
    return bits;
  }

  readonly #onAbort = (): void => this.#close(this.#exchange.abort.controller.signal.reason, true);

  protected override item(): C | undefined {
    const { batch } = this;
    const piece = this.#make && (batch.inBytes ? batch.bytes() : batch.piece());
    return piece === undefined ? undefined : this.#make?.(batch.tag, piece as string);
  }

  protected override pull(): Promise<unknown> | undefined {
    this.#clock?.wait();
    return this.#raw?.pull();
  }

  protected override get settles(): boolean {
    return this.#reader instanceof ReadableStreamDefaultReader;
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

  /** Hands the batch to the views. */
  protected override serve(): void {
    if (this.#make) super.serve();
    else this.#deal();
    if (!this.over) return this.goOn();
    for (const view of this.#views) this.#giveRest(view);
  }

  /** Hands each piece of the batch to its view. */
  #deal(): void {
    const { batch } = this;
    for (let piece; (piece = batch.piece()) !== undefined; ) {
      const view = this.#viewOf(batch.tag & 255);
      const place = batch.tag >> 8;
      // What the view has missed of a text that has left the core.
      if (place) piece = (JSON.parse(`"${this.#kept[place]}"`) as string).slice(view?.told) + piece;
      view?.give(piece);
    }
    if (batch.answering && !(this.#behind & Bit.Reasoning)) this.#viewOf(Bit.Reasoning)?.end();
  }

  #viewOf(bit: number): View | undefined {
    for (const view of this.#views) if (view.bit === bit) return view;
    return undefined;
  }

  /** What is left of a view whose stream has ended. */
  #giveRest(view: View): void {
    if (view.over) return;
    const { state, error = state === "aborted" ? leftEarly() : undefined } = this.outcome ?? {};
    if (state !== "aborted" && this.#behind & view.bit) view.give(this.#whole(view.bit).slice(view.told));
    view.end(error === undefined ? undefined : { error });
  }

  /** All of what a view shows. */
  #whole(bit: Bit): string {
    const [choice] = this.completion<Whole>().choices;
    const { content, reasoning_content, audio } = choice?.message ?? {};
    if (bit === Bit.Reasoning) return reasoning_content ?? "";
    if (bit === Bit.Audio) return audio?.data ?? "";
    return choice?.text || content || audio?.transcript || "";
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
      const [state, failure, reason, usage, completion] = raw.tell(cause, this.response.headers) as [StreamEnd["state"], unknown, FinishReason | null, string | null, string];
      this.#finishReason = reason;
      this.#usage = usage === null ? undefined : (JSON.parse(usage) as Usage);
      this.#completion = completion;
      return { state, failure };
    });
    this.#raw?.free();
    this.#raw = undefined;
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
    const close = (): void => {
      // A refusal to cancel means that the body has broken already.
      reader?.cancel().catch(() => undefined);
      abort.close();
    };
    const isWhole = error === undefined && state !== "aborted";
    if (isWhole && reader && !this.#read) void readOut(reader, close);
    else if (!this.#read) close();
    if (this.#reopening) abort.controller.abort(); // no other answer is wanted
    abort.release();
    const usage = this.#usage;
    const requestId = (error as Partial<APIError> | undefined)?.requestId ?? this.response.headers.get("x-request-id");
    const end = { state, finish_reason: this.#finishReason, ...(usage && { usage }), requestId, ...(error !== undefined && { error }) };
    this.outcome = end;
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

/** Reads a whole answer's body to its end, that its connection may serve the next call: the end comes soon after, or not at all. */
async function readOut(reader: ReadableStreamDefaultReader<unknown>, close: () => void): Promise<void> {
  const timer = setTimeout(close, LINGER);
  (timer as { unref?(): void }).unref?.();
  try {
    if (!(await reader.read()).done) close();
  } catch {
    // It is closed.
  }
  clearTimeout(timer);
}

/** @internal What whoever wants more of a stream gets that has been left. */
export function leftEarly(): unknown {
  return toError({ kind: "aborted", code: "aborted", message: "The stream was left before its end." });
}

function readAlready(why: string): Error {
  return usageError(`This stream is being read already: ${why} Its end has the whole answer.`);
}
