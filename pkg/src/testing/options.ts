import type { FaultName, ScriptedFault } from "./faults/names.js";

/** How long Qwen-Long needs to read an uploaded file (reference 7.4). A file is ready when both conditions hold. */
export interface Parsing {
  /** Milliseconds from the upload until the file can be used. Default 0. */
  ms?: number;
  /** How many times chat answers `File parsing in progress` about the file before it works. Default 0. */
  answers?: number;
}

/** Waits, in milliseconds. All default to 0: as fast as the reader reads. */
export interface Pace {
  /** Before the head of every response. */
  latencyMs?: number;
  /** Between the head of a stream and its first event. */
  firstTokenMs?: number;
  /** Between one event of a stream and the next. */
  chunkMs?: number;
}

/** `"events"`: one event a read. A number: so many bytes a read, wherever that cuts; `Infinity`: everything in one read. */
export type Chunking = "events" | number;

/** The account's caps (reference 7.6, 8), lowered by tests that want to reach them. */
export interface AccountLimits {
  /** Largest upload in bytes; above it 400 `Payload Too Large.` Default 150 MB (images always 20 MB). */
  uploadBytes?: number;
  /** Largest document, unpacked, in bytes; above it chat answers `exceeds size limit`. Default 150 MB. */
  documentBytes?: number;
  /** Most pages of a document: PDF pages, or texts parted by form feeds. Default 15,000. */
  pages?: number;
  /** Most files of an account; above it `Upload file number exceed limit.` Default 10,000. */
  files?: number;
  /** Most bytes of an account; above it `Upload file capacity exceed limit.` Default 100 GB. */
  totalBytes?: number;
}

export interface EmulatorOptions {
  /**
   * The API keys that are accepted; each is an account of its own with its own files.
   * Default: every key that starts with `sk-` or `st-`, except those with the word `bad`, `wrong`, `invalid` or
   * `expired` between dashes (`sk-bad`, `sk-expired-key`).
   */
  keys?: readonly string[];
  /** `"strict"` (default): as the service, which browsers cannot call (reference 1.6). `"open"`: every origin may. */
  cors?: "strict" | "open";
  /** How long uploaded files take to parse. Default: ready at once. */
  parsing?: Parsing;
  /** How fast answers come. Default: as fast as they are read. */
  pace?: Pace;
  /** How response bodies are cut into reads. Default `"events"`. */
  chunking?: Chunking;
  /** The account's caps. Default: the service's. */
  limits?: AccountLimits;
  /**
   * What goes wrong, by name and in order: a request takes the first entry that fits it and has `times` left (a name alone:
   * once); when none is left, the emulator behaves. Some requests take none: preflights, those that are refused for their
   * key, path or method, and, but for refusals, those whose answer is an error already. A fault of streams waits for a
   * stream. `RecordedRequest.fault` says what each request met. Default: nothing goes wrong.
   */
  faults?: readonly (FaultName | ScriptedFault)[];
  /** The clock in epoch milliseconds, for `created` fields and parsing times. Default `Date.now`. */
  now?: () => number;
}

/** The options with every default filled in. */
export interface Settings {
  keys: readonly string[] | null;
  cors: "strict" | "open";
  parsing: Required<Parsing>;
  pace: Required<Pace>;
  chunking: Chunking;
  limits: Required<AccountLimits>;
  now: () => number;
}

const MEGABYTE = 1024 * 1024;

/** Fills in the defaults. Throws a RangeError for a chunk size that could never make progress. */
export function settingsOf(options: EmulatorOptions): Settings {
  const { chunking = "events" } = options;
  if (chunking !== "events" && !(chunking >= 1)) {
    throw new RangeError(`createEmulator: chunking must be "events" or a number of bytes from 1, got ${chunking}`);
  }
  return {
    keys: options.keys ?? null,
    cors: options.cors ?? "strict",
    parsing: { ms: 0, answers: 0, ...options.parsing },
    pace: { latencyMs: 0, firstTokenMs: 0, chunkMs: 0, ...options.pace },
    chunking: chunking === "events" ? chunking : Math.floor(chunking),
    limits: {
      uploadBytes: 150 * MEGABYTE,
      documentBytes: 150 * MEGABYTE,
      pages: 15_000,
      files: 10_000,
      totalBytes: 100 * 1024 * MEGABYTE,
      ...options.limits,
    },
    now: options.now ?? Date.now,
  };
}
