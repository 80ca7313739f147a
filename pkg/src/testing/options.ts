import type { FaultName, ScriptedFault } from "./faults/names.js";
import { REGIONS, type Region } from "./regions.js";

/** How long Qwen-Long needs to read an uploaded file (reference 7.4). A file is ready when both conditions hold. */
export interface Parsing {
  /** Milliseconds from the upload until the file can be used. Default 0. */
  ms?: number;
  /** How many times chat answers `File parsing in progress` about the file before it works. Default 0. */
  answers?: number;
}

/**
 * How long a batch stays in each of `validating`, `in_progress`, `finalizing` and `cancelling` (reference 16.2). It goes on
 * when both conditions hold, and only when it is asked for.
 */
export interface BatchTimes {
  /** Milliseconds. Default 0. */
  ms?: number;
  /** How many answers show it in the state, that to its creation among them. `Infinity`: it stays. Default 1. */
  polls?: number;
}

/** A key that one region accepts (reference 1.2). */
export interface KeyInRegion {
  key: string;
  /** Every other region answers it with 401. */
  region: Region;
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
  /** Largest document in bytes; above it 400 `Payload Too Large.` Default 150 MB (images always 20 MB). */
  uploadBytes?: number;
  /** Largest document, unpacked, in bytes; above it chat answers `exceeds size limit`. Default 150 MB. */
  documentBytes?: number;
  /** Most pages of a document: PDF pages, or texts parted by form feeds. Default 15,000. */
  pages?: number;
  /** Most files of an account; above it `Upload file number exceed limit.` Default 10,000. */
  files?: number;
  /** Most bytes of an account; above it `Upload file capacity exceed limit.` Default 100 GB. */
  totalBytes?: number;
  /** Largest input of a batch in bytes; above it 400 `Payload Too Large.` Default 500 MB. */
  batchBytes?: number;
  /** Most lines of a batch; above it the batch fails with `too_many_lines`. Default 50,000 (100 for `batch-test-model`). */
  batchLines?: number;
  /** Most bytes of a line; above it the batch fails with `line_too_long`. Default 6 MB. */
  batchLineBytes?: number;
}

/** How the service shall be. Whatever is left out is as the real one, but without its waits. */
export interface EmulatorOptions {
  /**
   * The API keys that are accepted; each is an account of its own with its own files. One with a region gets 401
   * `invalid_api_key` from the hosts of every other (all hosts that are none of the service's are Beijing's).
   * Default: every key that starts with `sk-` or `st-`, except those with the word `bad`, `wrong`, `invalid` or
   * `expired` between dashes (`sk-bad`, `sk-expired-key`).
   */
  keys?: readonly (string | KeyInRegion)[];
  /** `"strict"` (default): as the service, which browsers cannot call (reference 1.6). `"open"`: every origin may. */
  cors?: "strict" | "open";
  /** How long uploaded files take to parse. Default: ready at once. */
  parsing?: Parsing;
  /** How long batches take. Default: one answer shows each state. */
  batches?: BatchTimes;
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
  /** The clock in epoch milliseconds, for `created` fields, parsing times, batches and temporary keys. Default `Date.now`. */
  now?: () => number;
}

/** The options with every default filled in. */
export interface Settings {
  keys: readonly (string | KeyInRegion)[] | null;
  cors: "strict" | "open";
  parsing: Required<Parsing>;
  batches: Required<BatchTimes>;
  pace: Required<Pace>;
  chunking: Chunking;
  limits: Required<AccountLimits>;
  now: () => number;
}

const MEGABYTE = 1024 * 1024;

/** Fills in the defaults. Throws a RangeError for what could not work as it says: no chunks, times below zero, unknown regions. */
export function settingsOf(options: EmulatorOptions): Settings {
  const { chunking = "events" } = options;
  if (chunking !== "events" && !(chunking >= 1)) {
    throw new RangeError(`createEmulator: chunking must be "events" or a number of bytes from 1, got ${chunking}`);
  }
  const batches = { ms: 0, polls: 1, ...options.batches };
  checkTime("ms", batches.ms);
  checkTime("polls", batches.polls);
  options.keys?.forEach(checkRegion);
  return {
    keys: options.keys ?? null,
    cors: options.cors ?? "strict",
    parsing: { ms: 0, answers: 0, ...options.parsing },
    batches,
    pace: { latencyMs: 0, firstTokenMs: 0, chunkMs: 0, ...options.pace },
    chunking: chunking === "events" ? chunking : Math.floor(chunking),
    limits: {
      uploadBytes: 150 * MEGABYTE,
      documentBytes: 150 * MEGABYTE,
      pages: 15_000,
      files: 10_000,
      totalBytes: 100 * 1024 * MEGABYTE,
      batchBytes: 500 * MEGABYTE,
      batchLines: 50_000,
      batchLineBytes: 6 * MEGABYTE,
      ...options.limits,
    },
    now: options.now ?? Date.now,
  };
}

function checkTime(name: keyof BatchTimes, value: number): void {
  if (typeof value === "number" && value >= 0) return;
  throw new RangeError(`createEmulator: batches.${name} must be a number from 0, got ${value}`);
}

function checkRegion(key: string | KeyInRegion): void {
  if (typeof key === "string" || REGIONS.includes(key.region)) return;
  throw new RangeError(`createEmulator: unknown region ${key.region}; known are ${REGIONS.join(", ")}`);
}
