/** Items that arrive in batches, as an iterator written by hand: `next()` is settled while a batch lasts, and `return()` never queues behind a hung read. */
import { Batch } from "./batch.js";

/** In place of a batch's address: nothing has come of a read, and the next is wanted. See src/web/client/reader.rs. */
const MORE = 1;

type Result<T> = IteratorResult<T, undefined>;

/** Who waits for an item. */
export interface Waiter<T> {
  resolve(result: Result<T>): void;
  reject(reason: unknown): void;
}

/** A source of items `T`. Single use. */
export abstract class Source<T> implements AsyncIterableIterator<T, undefined, undefined> {
  /** What the last read has brought. */
  protected readonly batch = new Batch();
  readonly #waiters: Waiter<T>[] = [];
  #reading = false;
  /** Whether what the read under way comes to is the promise that somebody has of `next()`. */
  #isNext = false;
  #over = false;
  #failure: { error: unknown } | undefined;

  /** Asks for the next read. Resolves with what {@link result} gives once that has come. */
  protected abstract pull(): Promise<unknown> | undefined;
  /** Whether every read is settled when the source is: that of a body which only resembles the platform's may hang for ever. */
  protected abstract get settles(): boolean;
  protected abstract memory(): WebAssembly.Memory | undefined;
  /** Makes the next item of the batch. Undefined: none is left. */
  protected abstract item(): T | undefined;

  next(): Promise<Result<T>> {
    const value = this.item();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (this.#over) return this.#isNext ? this.#wait("push") : this.#last();
    if (this.#reading || !this.settles) {
      const waiting = this.#wait("push");
      this.read();
      return waiting;
    }
    this.#reading = this.#isNext = true;
    return this.pull() as Promise<Result<T>>;
  }

  /** What the read that has just come is to whoever got its promise. */
  protected result(): Result<T> | Promise<Result<T>> | undefined {
    if (!this.#isNext) return undefined;
    this.#isNext = false;
    const value = this.item();
    const result = value !== undefined ? { done: false as const, value } : this.#over ? this.#last() : this.#wait("unshift");
    this.serve();
    return result;
  }

  /** Waits behind all others, or before them. */
  #wait(place: "push" | "unshift"): Promise<Result<T>> {
    return new Promise((resolve, reject) => this.#waiters[place]({ resolve, reject }));
  }

  return(): Promise<Result<T>> {
    this.batch.drop();
    this.abandon();
    this.settle();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The consumer wants no more. */
  protected abstract abandon(): void;

  /** Asks for the next read, unless one is under way. */
  protected read(): void {
    if (this.#reading || this.#over) return;
    this.#reading = true;
    void this.pull();
  }

  /** Takes what the core made of a read: where its batch is, or {@link MORE}; 0 and undefined (it is lost) where there is nothing to do. */
  protected took(address: number | undefined): void {
    if (!address) return;
    if (address === MORE) return void this.pull();
    const memory = this.memory();
    if (!memory) return;
    this.batch.read(memory, address);
    const { over, patience } = this.batch;
    this.#reading = over; // nobody may ask a source that has ended for more
    this.came(patience);
    if (over) this.ended();
    else this.serve();
  }

  /** Takes what the core had without a read. */
  protected looked(address: number | undefined): void {
    const memory = this.memory();
    if (address && memory) this.batch.read(memory, address);
  }

  /** A read has come; `patience` as in {@link Batch}. */
  protected came(_patience: number): void {}

  /** The core has ended: tells the reason by {@link settle}. */
  protected abstract ended(): void;

  /** Nothing more will come; `failure` is thrown once, after the items that are left. */
  protected settle(failure?: { error: unknown }): void {
    if (!this.#over) {
      this.#over = true;
      this.#failure = failure;
    }
    this.serve();
  }

  /** Whether it has been settled. */
  protected get over(): boolean {
    return this.#over;
  }

  /** Goes on with another body. */
  protected resume(): void {
    this.#reading = false;
    this.serve();
  }

  /** Hands items to those who wait. */
  protected serve(): void {
    while (this.#waiters.length > 0 && !this.#isNext) {
      const value = this.item();
      if (value === undefined && !this.#over) return this.read();
      const waiter = this.#waiters.shift() as Waiter<T>;
      if (value !== undefined) waiter.resolve({ done: false, value });
      else this.#last().then(waiter.resolve, waiter.reject);
    }
  }

  #last(): Promise<Result<T>> {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure ? Promise.reject(failure.error as Error) : Promise.resolve({ done: true, value: undefined });
  }
}
