/** Something of the core's that JavaScript holds: it lives in one instance of the wasm, and is gone with it. */
import { Lease, lost } from "./instance.js";

type Module = Parameters<Lease["run"]>[0] & { linear_memory(): unknown };

/** What JavaScript holds of a `T` of the core. */
export class Tenant<T extends { free(): void }> {
  /** Where its batches are read. Undefined where it could not be made. */
  readonly memory: WebAssembly.Memory | undefined;
  readonly #lease = new Lease();
  readonly #lost: (error: unknown) => void;
  #held: T | undefined;

  /** @param told called when it is gone, and why: it has trapped, or something else in its instance has */
  constructor(api: Module, make: () => T, told: (error: unknown) => void) {
    this.#lost = told;
    try {
      [this.memory, this.#held] = this.#lease.run(api, () => [api.linear_memory() as WebAssembly.Memory, make()]);
    } catch (error) {
      told(error);
    }
  }

  /**
   * What `use` brings; undefined where nothing is held any more. Without closures, for what is done at every read: `use`
   * gets what it needs as `a`, `b` and `c`.
   */
  use<R, A = undefined, B = undefined, C = undefined>(use: (held: T, a: A, b: B, c: C) => R, a?: A, b?: B, c?: C): R | undefined {
    const held = this.#held;
    if (!held) return undefined;
    if (this.#lease.isLost) return this.#gone(lost());
    try {
      return use(held, a as A, b as B, c as C);
    } catch (thrown) {
      return this.#gone(this.#lease.blame(thrown));
    }
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

  /** Not to be freed: its memory is gone. */
  #gone(error: unknown): undefined {
    this.#held = undefined;
    this.#lost(error);
  }
}

function free(held: { free(): void }): void {
  held.free();
}
