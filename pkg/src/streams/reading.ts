/** A view that is read further: its pieces go into a machine of the core, and what that makes comes out. */
import type { QwenError } from "../errors.js";
import type { StreamEnd } from "./end.js";
import type { View } from "./view.js";

/** The stream whose view it is. */
export interface Read {
  readonly end: Promise<StreamEnd>;
  /** How it has ended, once it has. */
  readonly outcome: StreamEnd | undefined;
}

/** What makes `T` of a view's pieces. */
export interface Machine<T> {
  /** What the next piece brings; undefined: nothing yet. */
  push(piece: string): T | undefined;
  /** What the end brings. `whole`: the answer has ended by itself. */
  finish(whole: boolean): T | undefined;
  free(): void;
}

/** States of a stream that has ended by itself. */
const WHOLE: readonly StreamEnd["state"][] = ["complete", "tool_calls"];

/** An iterator written by hand, as views are: two calls of `next()` take turns, and `return()` waits for nothing. */
export class Reading<T> implements AsyncIterableIterator<T, undefined, undefined> {
  readonly #stream: Read;
  readonly #view: View;
  readonly #machine: Machine<T>;
  #turn: Promise<unknown> = Promise.resolve();
  #over = false;

  constructor(stream: Read, view: View, machine: Machine<T>) {
    this.#stream = stream;
    this.#view = view;
    this.#machine = machine;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const turn = this.#turn.then(() => this.#step());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#close();
    return this.#view.return() as Promise<IteratorResult<T, undefined>>;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #step(): Promise<IteratorResult<T, undefined>> {
    while (!this.#over) {
      try {
        const { done, value } = await this.#view.next();
        if (this.#over) break; // it was left meanwhile, and the stream may go on for others
        const item = done ? this.#machine.finish(WHOLE.includes((await this.#stream.end).state)) : this.#machine.push(value);
        if (done) this.#close();
        if (item !== undefined) return { done: false, value: item };
      } catch (error) {
        void this.return();
        throw this.#cause(error);
      }
    }
    return { done: true, value: undefined };
  }

  /** The machine lives in the stream's instance of the wasm: where it is lost with that, the stream knows why. */
  #cause(error: unknown): unknown {
    return (error as QwenError | null)?.code === "core_reset" ? (this.#stream.outcome?.error ?? error) : error;
  }

  #close(): void {
    this.#over = true;
    this.#machine.free();
  }
}
