/** What one network read brings: a text, and marks that cut it. Both ways go through linear memory, without a view per read. */

/** Where the core keeps a batch: see `Header` in src/web/client/reader.rs. */
const enum Header {
  Text,
  TextLength,
  Marks,
  MarksLength,
  Flags,
  Patience,
}
const ASCII = 1;
const OVER = 2;
const ANSWERING = 4;

/** Bytes of the core's inbox: see `WINDOW` in src/limits.rs. */
const WINDOW = 64 * 1024;

/** Up to here ASCII is built from char codes: a decoder's call costs some 70 ns whatever the length (Node 20 and 26, Deno, Bun). */
const SHORT = 32;

// A byte order mark within a stream is text.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
let looked: WebAssembly.Memory | undefined;
let bytes = new Uint8Array();
let words = new Uint32Array();

/** Looks at `memory` as it is now: it may be another instance's, or have grown, which leaves the old views empty. */
function look(memory: WebAssembly.Memory): void {
  if (looked === memory && bytes.length > 0) return;
  looked = memory;
  bytes = new Uint8Array(memory.buffer);
  words = new Uint32Array(memory.buffer);
}

/** What reads a body in the core: see `Source` in src/web/client/reader.rs. */
export interface Takes {
  take(length: number, first: boolean, last: boolean, views: number): number;
}

/**
 * Gives the core a read by way of its inbox, in windows of that; where the batch of the last is. Nothing may run between
 * the copy and the call: all streams of an instance share one inbox.
 */
export function give(raw: Takes, read: Uint8Array, { memory, inbox }: { memory: WebAssembly.Memory; inbox: number }, views: number): number {
  for (let from = 0; ; from += WINDOW) {
    const last = read.length - from <= WINDOW;
    look(memory);
    bytes.set(from === 0 && last ? read : read.subarray(from, from + WINDOW), inbox);
    const address = raw.take(last ? read.length - from : WINDOW, from === 0, last, views);
    if (last) return address;
  }
}

/** A batch, and how much of it has been taken. One serves all reads of a stream. */
export class Batch {
  /** The tag of the piece that was taken last. */
  tag = 0;
  /** Nothing more will come. */
  over = false;
  /** The model has thought enough. */
  answering = false;
  /** Milliseconds for which the next output may be waited for; 0 where this read has brought none. */
  patience = 0;
  /** Whether its text is not decoded: {@link bytes} takes it. */
  inBytes = false;
  #text: string | Uint8Array = "";
  /** Pairs: a tag, and where its piece ends in the text. Only the first {@link #count} are this batch's. */
  readonly #marks: number[] = [];
  #count = 0;
  #next = 0;
  #start = 0;

  /** Reads the batch whose header is at `address`, behind what is left of the one before. */
  read(memory: WebAssembly.Memory, address: number): void {
    look(memory);
    const header = address >> 2;
    const flags = word(header + Header.Flags);
    this.over = (flags & OVER) !== 0;
    this.answering = (flags & ANSWERING) !== 0;
    this.patience = word(header + Header.Patience);
    const start = word(header + Header.Text);
    const length = word(header + Header.TextLength);
    if (this.#next === this.#count) this.drop();
    const { length: told } = this.#text;
    const text = this.inBytes ? bytes.slice(start, start + length) : readText(start, length, (flags & ASCII) !== 0);
    this.#text = told === 0 ? text : `${this.#text as string}${text as string}`;
    const first = word(header + Header.Marks) >> 2;
    const count = word(header + Header.MarksLength);
    for (let i = 0; i < count; i += 2) {
      this.#marks[this.#count++] = word(first + i);
      this.#marks[this.#count++] = told + word(first + i + 1);
    }
  }

  /** Takes the next piece; undefined when none is left. */
  piece(): string | undefined {
    const next = this.#next;
    if (next >= this.#count) return undefined;
    const end = this.#marks[next + 1] as number;
    const piece = (this.#text as string).slice(this.#start, end);
    this.tag = this.#marks[next] as number;
    this.#next = next + 2;
    this.#start = end;
    return piece;
  }

  /** Takes its text in bytes, outside of linear memory; undefined when there is none. */
  bytes(): Uint8Array | undefined {
    const all = this.#text;
    this.#text = "";
    return all.length > 0 ? (all as Uint8Array) : undefined;
  }

  /** Nothing of it is wanted. */
  drop(): void {
    this.#count = this.#next = this.#start = 0;
    this.#text = "";
  }
}

function readText(start: number, length: number, ascii: boolean): string {
  if (!ascii || length > SHORT) return decoder.decode(bytes.subarray(start, start + length));
  // Not by adding one character to the other: that makes a string of each step.
  const codes = new Array<number>(length);
  for (let i = 0; i < length; i++) codes[i] = bytes[start + i] as number;
  return String.fromCharCode.apply(null, codes);
}

function word(index: number): number {
  return words[index] as number;
}
