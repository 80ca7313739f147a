/** A body as the core reads it: the core asks its reader, and takes what that gives by way of its inbox. */
import type { Core } from "#core";
import { Tenant } from "../core/tenant.js";
import { give, type Takes } from "./batch.js";

/** What reads a body in the core. */
interface Reads extends Takes {
  pull(): void;
  finish(views: number): number;
  free(): void;
}

/** What JavaScript holds of a `T` that reads a body. */
export class Body<T extends Reads> extends Tenant<T> {
  readonly #place: { memory: WebAssembly.Memory; inbox: number } | undefined;

  constructor(api: Core, make: () => T, lost: (error: unknown) => void) {
    super(api, make, lost);
    const inbox = this.use(inboxOf, api);
    if (inbox !== undefined && this.memory) this.#place = { memory: this.memory, inbox };
  }

  /** Asks for the next read. */
  pull(): void {
    this.use(pull);
  }

  /** Gives the core what `read()` resolved with: where its batch is; 0 when it reads on by itself, undefined when it is lost. */
  take({ done, value }: ReadableStreamReadResult<unknown>, views: number): number | undefined {
    const bytes = done ? undefined : inBytes(value);
    return bytes && this.#place ? this.use(give, bytes, this.#place, views) : this.finish(views);
  }

  /** Tells the core that the body has ended or is broken; as {@link take}. */
  finish(views: number): number | undefined {
    return this.use(finish, views);
  }
}

// Functions, for what is done at every read must not make closures.

function inboxOf(_: unknown, api: Core): number {
  return api.inbox();
}

function pull(raw: Reads): void {
  raw.pull();
}

function finish(raw: Reads, views: number): number {
  return raw.finish(views);
}

/**
 * What a reader gave, as bytes. Some doubles of fetch give strings or other buffers where the standard gives a Uint8Array;
 * what is none of these is no byte of an answer, and undefined.
 */
function inBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") return new TextEncoder().encode(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return Object.prototype.toString.call(value) === "[object ArrayBuffer]" ? new Uint8Array(value as ArrayBuffer) : undefined;
}
