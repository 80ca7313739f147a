/**
 * Every cap of a batch's files, and its reason (reference 16.1). They stand here and not in src/limits.rs because what they
 * bound is text, which never enters linear memory. Where the reference says MB, the larger reading counts: what the service
 * might take is not refused here.
 */

const MIB = 1 << 20;

/** What one input file may hold. */
export interface InputLimits {
  lines: number;
  bytes: number;
  /** Bytes of one line, its end not counted. */
  lineBytes: number;
}

/** The service's limits for every model but one. */
export const INPUT: InputLimits = { lines: 50_000, bytes: 500 * MIB, lineBytes: 6 * MIB };

/** Those for `batch-test-model`. */
export const TEST_INPUT: InputLimits = { lines: 100, bytes: MIB, lineBytes: MIB };

/** Characters that are gathered before they become a part of the file's Blob, which keeps them outside of JavaScript's heap. */
export const PART = MIB;

/** Bytes of one line of results. The longest answers have some hundred KB; without a limit, a file without an end of line would be held whole. */
export const RESULT_LINE = 64 * MIB;

/** A buffer above this size is given back after the line that needed it. */
export const KEPT = 64 << 10;

/** Characters of a batch's name and of its description (reference 16.2). */
export const NAME = 100;
export const DESCRIPTION = 200;

/** Hours of a batch (reference 16.2). */
export const HOURS = { least: 24, most: 336 };
