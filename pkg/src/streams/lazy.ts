/** An iterator that is made when it is first asked: what makes it may have to be loaded. */
type Items<T> = AsyncIterator<T, undefined, undefined>;

/** It is left at once, also while it is being made. */
export class Lazy<T> implements AsyncIterableIterator<T, undefined, undefined> {
  readonly #make: () => Promise<Items<T>>;
  readonly #leave: (() => unknown) | undefined;
  #making: Promise<Items<T>> | undefined;
  #made: Items<T> | undefined;
  #over = false;

  /** @param leave lets go of what it would have been made of */
  constructor(make: () => Promise<Items<T>>, leave?: () => unknown) {
    this.#make = make;
    this.#leave = leave;
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    if (!this.#made && !this.#over) await (this.#making ??= this.#begin());
    return this.#over || !this.#made ? { done: true, value: undefined } : this.#made.next();
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#over = true;
    if (this.#made) await this.#made.return?.();
    else this.#leave?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #begin(): Promise<Items<T>> {
    try {
      const made = (this.#made = await this.#make());
      if (this.#over) void made.return?.();
      return made;
    } catch (error) {
      void this.return();
      throw error;
    }
  }
}
