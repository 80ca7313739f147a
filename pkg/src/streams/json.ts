/** An answer that is JSON, as it arrives. Loaded when the first one is read so. */
import "../index.js"; // whoever loads this has it: see `check_chunks` in xtask/src/build/bundles.rs
import { late, type Late } from "#late";
import { Tenant } from "../core/tenant.js";
import { toError } from "../errors.js";
import { Batch } from "./batch.js";
import { Growing } from "./partial-json.js";
import type { PartialJSON } from "../types/partial-json.js";
import { type Machine, type Read, Reading } from "./reading.js";
import type { View } from "./view.js";

type Raw = InstanceType<Late["RawPartialJson"]>;

/** The values of a view's text, so far. */
export async function values<T>(stream: Read, view: View): Promise<Reading<PartialJSON<T>>> {
  return new Reading(stream, view, new Value(await late()) as Machine<PartialJSON<T>>);
}

class Value implements Machine<unknown> {
  readonly #raw: Tenant<Raw>;
  readonly #batch = new Batch();
  readonly #growing = new Growing();
  #failure: unknown;

  constructor(api: Late) {
    this.#raw = new Tenant<Raw>(api, () => new api.RawPartialJson(), (error) => (this.#failure = error));
    this.#check();
  }

  push(text: string): unknown {
    return this.#grow((raw) => raw.push(text));
  }

  /** A value that a limit or the caller cut off is what it is. */
  finish(whole: boolean): unknown {
    return whole ? this.#grow((raw) => raw.finish()) : undefined;
  }

  free(): void {
    this.#raw.free();
  }

  #check(): void {
    if (this.#failure !== undefined) throw toError(this.#failure);
  }

  #grow(use: (raw: Raw) => number): unknown {
    const address = this.#raw.use(use);
    this.#check();
    const { memory } = this.#raw;
    if (address === undefined || !memory) return undefined;
    const batch = this.#batch;
    batch.read(memory, address);
    let grown: unknown;
    for (let piece; (piece = batch.piece()) !== undefined; grown = this.#growing.value) this.#growing.apply(batch.tag, piece);
    return grown;
  }
}
