/** A view that is read further: its pieces go into a machine of the core, and what that makes comes out. */

/** What makes `T` of a view's pieces. */
export interface Machine<T> {
  /** What the next piece brings; undefined: nothing yet. */
  push(piece: string): T | undefined;
  /** What the end brings. `whole`: the answer has ended by itself. */
  finish(whole: boolean): T | undefined;
  free(): void;
}

/** An iterator written by hand, as views are: two calls of `next()` take turns, and `return()` waits for nothing. */
export class Reading<T> implements AsyncIterableIterator<T, undefined, undefined> {
  readonly #view: AsyncIterableIterator<string, undefined, undefined>;
  readonly #open: () => Promise<Machine<T>>;
  readonly #isWhole: () => Promise<boolean>;
  #machine: Machine<T> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #over = false;

  /** @param isWhole whether the stream has ended by itself, asked when the view has */
  constructor(view: AsyncIterableIterator<string, undefined, undefined>, open: () => Promise<Machine<T>>, isWhole: () => Promise<boolean>) {
    this.#view = view;
    this.#open = open;
    this.#isWhole = isWhole;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const turn = this.#turn.then(() => this.#step());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#close();
    return this.#view.return?.() as Promise<IteratorResult<T, undefined>>;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #step(): Promise<IteratorResult<T, undefined>> {
    while (!this.#over) {
      try {
        const machine = (this.#machine ??= await this.#open());
        const { done, value } = await this.#view.next();
        const item = done ? machine.finish(await this.#isWhole()) : machine.push(value);
        if (done) this.#close();
        if (item !== undefined) return { done: false, value: item };
      } catch (error) {
        void this.return();
        throw error;
      }
    }
    return { done: true, value: undefined };
  }

  #close(): void {
    this.#over = true;
    this.#machine?.free();
    this.#machine = undefined;
  }
}
