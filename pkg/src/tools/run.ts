/// <reference lib="esnext.disposable" preserve="true" />
/** A run of tools, as its caller sees it. What is done in it stands in `rounds.ts`, which is loaded when it begins. */
import { Abort } from "../abort.js";
import { abortedError, APIUserAbortError, usageError } from "../errors.js";
import type { ChatCompletion, ChatMessage } from "../types/chat.js";
import type { RunToolsParams, ToolRunEnd, ToolRunEvent, ToolRunTally } from "../types/tools.js";

/** What a run and its rounds have in common. */
export interface Running {
  readonly abort: Abort;
  readonly messages: ChatMessage[];
  readonly tally: ToolRunTally;
}

/** The events of a run as they are made. */
export type Events = AsyncGenerator<ToolRunEvent, void, undefined>;

/**
 * A run of tools: the model is asked, the tools that it calls are performed, and it is asked again with their results, until
 * it answers. `for await (const event of run)` tells what happens; leaving the loop ends the run. Single use. What nobody
 * reads does not happen, until {@link finalContent}, {@link finalChatCompletion} or {@link end} is asked for.
 *
 * A run that does not end well throws: {@link ToolRunError}, or what a streamed call throws.
 */
export class ToolRun implements AsyncIterable<ToolRunEvent> {
  readonly #running: Running;
  /** The caller's, until it is heard. */
  #signal: AbortSignal | null | undefined;
  readonly #begin: (running: Running) => Promise<Events>;
  #events: Promise<Events> | undefined;
  #reading = false;
  #over = false;
  /** Whether whoever read has left. */
  #left = false;
  readonly #end: Promise<ToolRunEnd>;
  #resolveEnd!: (end: ToolRunEnd) => void;
  #completion: ChatCompletion | undefined;

  /** @internal */
  constructor(params: RunToolsParams, signal: AbortSignal | null | undefined, begin: (running: Running) => Promise<Events>) {
    // Callers without types may pass anything; the rounds say what is wrong.
    const messages = Array.isArray(params?.messages) ? [...params.messages] : [];
    this.#signal = signal;
    this.#begin = begin;
    this.#end = new Promise((resolve) => (this.#resolveEnd = resolve));
    const abort = new Abort();
    this.#running = { abort, messages, tally: { rounds: 0, toolCalls: 0, toolErrors: 0 } };
    abort.aborted.catch((reason: unknown) => this.#fail(abortedError(reason)));
  }

  /**
   * The history to go on with, as a copy: the messages of the request, and those of every round that is whole. Valid for the
   * next request at any time: a call stands in it only with its result, and reasoning only where `preserve_thinking` is true.
   */
  get messages(): ChatMessage[] {
    return [...this.#running.messages];
  }

  /** What happens, as it happens. */
  [Symbol.asyncIterator](): AsyncIterableIterator<ToolRunEvent, undefined, undefined> {
    if (this.#reading) throw usageError("This run is being read already: a run can be read once. `finalChatCompletion()` has the last answer.");
    this.#reading = true;
    const iterator: AsyncIterableIterator<ToolRunEvent, undefined, undefined> = {
      next: () => this.#next(),
      return: async () => {
        this.#leave();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  /** Resolves when the run has ended, with how; never rejects. Asked of a run that nobody reads, it runs it to its end. */
  get end(): Promise<ToolRunEnd> {
    this.#heed();
    queueMicrotask(() => {
      if (!this.#reading && !this.#over) void this.#drain().catch(() => undefined); // `end` tells
    });
    return this.#end;
  }

  /** The last answer: the one that calls no tool. */
  finalChatCompletion(): Promise<ChatCompletion> {
    return this.#final((completion) => completion);
  }

  /** The last answer's text. */
  finalContent(): Promise<string> {
    return this.#final(({ choices }) => choices[0]?.message.content || (choices[0]?.message.audio?.transcript ?? ""));
  }

  /** Ends the run, whatever it is doing; whoever reads gets an {@link APIUserAbortError} with `reason` as its cause. Tools are told by their signal, and not waited for. */
  abort(reason?: unknown): void {
    this.#running.abort.controller.abort(reason);
  }

  /** Ends the run unless it has ended: for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#leave();
    await this.#end;
  }

  async #next(): Promise<IteratorResult<ToolRunEvent, undefined>> {
    if (this.#left) return { done: true, value: undefined };
    try {
      this.#heed();
      this.#events ??= this.#begin(this.#running);
      const { done, value } = await (await this.#events).next();
      if (done) return { done: true, value: undefined };
      if (value.type === "end") {
        this.#completion = value.completion;
        this.#finish(value.end);
      }
      return { done: false, value };
    } catch (error) {
      if (this.#left) return { done: true, value: undefined };
      this.#fail(error);
      throw error;
    }
  }

  /** Hears the caller's signal from now on: it holds on to no run that has not begun. */
  #heed(): void {
    if (!this.#over) this.#running.abort.follow(this.#signal);
    this.#signal = undefined;
  }

  #final<T>(part: (completion: ChatCompletion) => T): Promise<T> {
    const final = this.end.then(({ error }) => {
      if (this.#completion) return part(this.#completion);
      throw error ?? abortedError(undefined);
    });
    final.catch(() => undefined); // one that nobody awaits is no unhandled rejection
    return final;
  }

  async #drain(): Promise<void> {
    for await (const _ of this);
  }

  /** Whoever read wants no more. */
  #leave(): void {
    this.#left = true;
    this.#finish({ ...this.#running.tally, state: "aborted", finish_reason: null });
  }

  #fail(error: unknown): void {
    this.#finish({ ...this.#running.tally, state: error instanceof APIUserAbortError ? "aborted" : "error", finish_reason: null, error });
  }

  #finish(end: ToolRunEnd): void {
    if (this.#over) return;
    this.#over = true;
    const { abort } = this.#running;
    abort.release();
    this.#resolveEnd(end);
    if (!this.#completion) abort.controller.abort(end.error); // whatever is under way
  }
}
