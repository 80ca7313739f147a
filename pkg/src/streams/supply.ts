/** Items for whoever asks, in turn, as an iterator written by hand: `next()` is settled while there are any, and `return()` never queues behind a hung read. */

type Result<T> = IteratorResult<T, undefined>;

/** Who waits for an item. */
interface Waiter<T> {
  resolve(result: Result<T>): void;
  reject(reason: unknown): void;
}

/** A supply of items `T`. Single use. */
export abstract class Supply<T> implements AsyncIterableIterator<T, undefined, undefined> {
  readonly #waiters: Waiter<T>[] = [];
  /** Whether somebody has the promise of the read under way for that of `next()`: what it comes to is {@link result}. */
  #isNext = false;
  #over = false;
  #failure: { error: unknown } | undefined;

  /** Takes the next item that is here. Undefined: none is. */
  protected abstract item(): T | undefined;
  /** Begins a read and gives its promise; undefined where one is under way, or need not be settled ever. */
  protected abstract begin(): Promise<unknown> | undefined;
  /** The consumer wants no more. */
  protected abstract abandon(): void;

  next(): Promise<Result<T>> {
    const value = this.item();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (this.#over && !this.#isNext) return this.#last();
    const read = this.#over ? undefined : this.begin();
    if (!read) return this.#wait("push");
    this.#isNext = true;
    return read as Promise<Result<T>>;
  }

  return(): Promise<Result<T>> {
    this.abandon();
    this.settle();
    this.#failure = undefined;
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Whether somebody waits for an item. */
  get waits(): boolean {
    return this.#isNext || this.#waiters.length > 0;
  }

  /** Whether nothing more will come. */
  get over(): boolean {
    return this.#over;
  }

  /** What the read that has just come is to whoever has its promise. */
  result(): Result<T> | Promise<Result<T>> | undefined {
    if (!this.#isNext) return undefined;
    this.#isNext = false;
    const value = this.item();
    const result = value !== undefined ? { done: false as const, value } : this.#over ? this.#last() : this.#wait("unshift");
    this.serve();
    return result;
  }

  /** Nothing more will come; `failure` is thrown once, after the items that are left. */
  protected settle(failure?: { error: unknown }): void {
    if (!this.#over) {
      this.#over = true;
      this.#failure = failure;
    }
    this.serve();
  }

  /** Hands items to those who wait. */
  protected serve(): void {
    while (this.#waiters.length > 0 && !this.#isNext) {
      const value = this.item();
      if (value === undefined && !this.#over) return this.read();
      const { resolve, reject } = this.#waiters.shift() as Waiter<T>;
      if (value !== undefined) resolve({ done: false, value });
      else this.#last().then(resolve, reject);
    }
  }

  /** Asks for the next read, unless one is under way. */
  protected abstract read(): void;

  /** Waits behind all others, or before them. */
  #wait(place: "push" | "unshift"): Promise<Result<T>> {
    return new Promise((resolve, reject) => this.#waiters[place]({ resolve, reject }));
  }

  #last(): Promise<Result<T>> {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure ? Promise.reject(failure.error as Error) : Promise.resolve({ done: true, value: undefined });
  }
}
