/** A body as the core reads it: the core asks its reader, and takes what that gives by way of its inbox. */
import type { Core } from "#core";
import { Tenant } from "../core/tenant.js";
import { give, type Takes } from "./batch.js";

/** What reads a body in the core. */
interface Reads extends Takes {
  finish(views: number): number;
  free(): void;
}

/** Who is told what the reader gave, and says what comes of it. */
interface Told {
  onRead(result: ReadableStreamReadResult<unknown>): unknown;
  onFailure(cause: unknown): unknown;
}

/** What JavaScript holds of a `T` that reads a body. */
export class Body<T extends Reads> extends Tenant<T> {
  readonly #reader: ReadableStreamDefaultReader<unknown>;
  readonly #told: Told;
  readonly #place: { memory: WebAssembly.Memory; inbox: number } | undefined;

  constructor(api: Core, make: () => T, lost: (error: unknown) => void, reader: ReadableStreamDefaultReader<unknown>, told: Told) {
    super(api, make, lost);
    this.#reader = reader;
    this.#told = told;
    const inbox = this.use(inboxOf, api);
    if (inbox !== undefined && this.memory) this.#place = { memory: this.memory, inbox };
  }

  /** Asks for the next read. Its promise is taken up by the same two functions each time, whose answer is what this resolves to. */
  pull(): Promise<unknown> {
    const { onRead, onFailure } = this.#told;
    try {
      return this.#reader.read().then(onRead, onFailure);
    } catch (thrown) {
      // A reader that throws (its lock was taken away) fails like one that rejects.
      return Promise.reject(thrown as Error).catch(onFailure);
    }
  }

  /** Gives the core what `read()` resolved with: see {@link give}. Undefined: the core's side is lost. */
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
