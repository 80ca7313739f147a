/** What one network read has brought: a text, and marks that cut it. Read from linear memory without a view per read. */

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

/** Up to here ASCII is built from char codes: a decoder's call costs some 130 ns whatever the length (measured elsewhere; the border is not tuned). */
const SHORT = 48;

/** One batch. */
export interface Batch {
  /** All text of the read. */
  text: string;
  /** Pairs: a tag, and where its piece ends in `text`. */
  marks: number[];
  /** Nothing more will come. */
  over: boolean;
  /** The model has thought enough. */
  answering: boolean;
  /** Milliseconds for which the next output may be waited for; 0 where this read has brought none. */
  patience: number;
}

// A byte order mark within a stream is text.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
let bytes = new Uint8Array();
let words = new Uint32Array();

/** Reads the batch whose header is at `address`. */
export function readBatch(memory: WebAssembly.Memory, address: number): Batch {
  if (bytes.buffer !== memory.buffer) {
    // The memory has grown, or it is another instance's.
    bytes = new Uint8Array(memory.buffer);
    words = new Uint32Array(memory.buffer);
  }
  const header = address >> 2;
  const flags = word(header + Header.Flags);
  const marks: number[] = [];
  const first = word(header + Header.Marks) >> 2;
  const count = word(header + Header.MarksLength);
  for (let i = 0; i < count; i++) marks.push(word(first + i));
  return { text: readText(word(header + Header.Text), word(header + Header.TextLength), (flags & ASCII) !== 0), marks, over: (flags & OVER) !== 0, answering: (flags & ANSWERING) !== 0, patience: word(header + Header.Patience) };
}

function readText(start: number, length: number, ascii: boolean): string {
  if (!ascii || length > SHORT) return decoder.decode(bytes.subarray(start, start + length));
  let text = "";
  for (let i = start; i < start + length; i++) text += String.fromCharCode(bytes[i] as number);
  return text;
}

function word(index: number): number {
  return words[index] as number;
}
