/** One view of an answer as it arrives, as an iterator written by hand: `return()` never queues behind a hung read. */
import type { Waiter } from "./source.js";

/** Views, as bits: see `Views` in src/chat/views.rs. */
export const enum Bit {
  Chunks = 1,
  Text = 2,
  Reasoning = 4,
  Audio = 8,
  Json = 16,
  Lines = 32,
}

/** What a view needs of the stream that it shows. */
export interface Viewed {
  /** Somebody waits for more of `view`. */
  ask(view: View): void;
  /** A view has come to its end. */
  viewEnded(): void;
  /** Its reader has left a view, whether or not more of it would have come. */
  left(): void;
}

/**
 * The pieces of one view. The core, or its source, keeps what nobody waits for, so that a view holds nothing; only when the stream has
 * ended does it get, as one piece, what was left.
 */
export class View implements AsyncIterableIterator<string, undefined, undefined> {
  readonly bit: Bit;
  /** UTF-16 units that have been told. */
  told = 0;
  readonly #stream: Viewed;
  readonly #waiters: Waiter<string>[] = [];
  #rest = "";
  #over = false;
  #failure: { error: unknown } | undefined;

  constructor(stream: Viewed, bit: Bit) {
    this.#stream = stream;
    this.bit = bit;
  }

  /** Whether somebody waits for a piece. */
  get waits(): boolean {
    return this.#waiters.length > 0;
  }

  /** Whether nothing more is wanted of it. */
  get over(): boolean {
    return this.#over;
  }

  next(): Promise<IteratorResult<string, undefined>> {
    if (this.#rest) {
      const value = this.#rest;
      this.#rest = "";
      return Promise.resolve({ done: false, value });
    }
    if (this.#over) return this.#last();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.#stream.ask(this);
    });
  }

  return(): Promise<IteratorResult<string, undefined>> {
    this.#rest = "";
    this.end();
    this.#failure = undefined;
    this.#stream.left();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** A piece has come. */
  give(piece: string): void {
    if (!piece || this.#over) return;
    this.told += piece.length;
    const waiter = this.#waiters.shift();
    if (waiter) waiter.resolve({ done: false, value: piece });
    else this.#rest += piece;
  }

  /** Nothing more will come; `failure` is thrown once. */
  end(failure?: { error: unknown }): void {
    if (this.#over) return;
    this.#over = true;
    this.#failure = failure;
    for (const { resolve, reject } of this.#waiters.splice(0)) this.#last().then(resolve, reject);
    this.#stream.viewEnded();
  }

  #last(): Promise<IteratorResult<string, undefined>> {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure ? Promise.reject(failure.error as Error) : Promise.resolve({ done: true, value: undefined });
  }
}
