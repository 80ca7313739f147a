/** Something of the core's that JavaScript holds: it lives in one instance of the wasm, and is gone with it. */
import { Lease } from "./instance.js";

type Module = Parameters<Lease["run"]>[0] & { linear_memory(): unknown };

/** What JavaScript holds of a `T` of the core. */
export class Tenant<T extends { free(): void }> {
  /** Where its batches are read. Undefined where it could not be made. */
  readonly memory: WebAssembly.Memory | undefined;
  readonly #api: Module;
  readonly #lease = new Lease();
  readonly #lost: (error: unknown) => void;
  #held: T | undefined;

  /** @param lost told when it is gone, and why: it has trapped, or something else in its instance has */
  constructor(api: Module, make: () => T, lost: (error: unknown) => void) {
    this.#api = api;
    this.#lost = lost;
    this.memory = this.#run(linearMemory, api);
    this.#held = this.memory && this.#run(make, api);
  }

  /**
   * What `use` brings; undefined where nothing is held any more. Without closures, for what is done at every read: `use`
   * gets what it needs as `a`, `b` and `c`.
   */
  use<R, A = undefined, B = undefined, C = undefined>(use: (held: T, a: A, b: B, c: C) => R, a?: A, b?: B, c?: C): R | undefined {
    const held = this.#held;
    return held && this.#run(use, held, a as A, b as B, c as C);
  }

  /** What `promise` brings, but not later than it is gone: see {@link Lease.wait}. */
  wait<R>(promise: Promise<R>): Promise<R | undefined> {
    return this.#lease.wait(promise);
  }

  /** Gives it back. */
  free(): void {
    this.use(free);
    this.#held = undefined;
  }

  #run<H, R, A, B, C>(use: (held: H, a: A, b: B, c: C) => R, held: H, a?: A, b?: B, c?: C): R | undefined {
    try {
      return this.#lease.run(this.#api, use, held, a as A, b as B, c as C);
    } catch (error) {
      this.#held = undefined; // not to be freed: its memory is gone
      this.#lost(error);
      return undefined;
    }
  }
}

function linearMemory(api: Module): WebAssembly.Memory {
  return api.linear_memory() as WebAssembly.Memory;
}

function free(held: { free(): void }): void {
  held.free();
}
