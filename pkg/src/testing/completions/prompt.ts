import { inferenceError } from "../errors.js";

/** What stands before the place to be filled, and what stands after it; no suffix: the text goes on from its end. */
export interface Prompt {
  prefix: string;
  suffix: string;
}

const PREFIX = "<|fim_prefix|>";
const SUFFIX = "<|fim_suffix|>";
const MIDDLE = "<|fim_middle|>";

const TEXT = "((?:(?!<\\|fim_(?:prefix|suffix|middle)\\|>)[^])*)";
const escaped = (marker: string): string => marker.replaceAll("|", "\\|");
const FILL_IN = new RegExp(`^${escaped(PREFIX)}${TEXT}${escaped(SUFFIX)}(?:${TEXT}${escaped(MIDDLE)})?$`);

/**
 * Reads a prompt by the rules of reference 11.3: `<|fim_prefix|>…<|fim_suffix|>`, the same with `…<|fim_middle|>`, or text
 * without markers. Throws a 400 for a suffix without a prefix, and for markers in any other order, from which a model would
 * make nothing good; the texts are the emulator's own.
 */
export function promptOf(text: string): Prompt {
  if (![PREFIX, SUFFIX, MIDDLE].some((marker) => text.includes(marker))) return { prefix: text, suffix: "" };
  const [, prefix, suffix = ""] = FILL_IN.exec(text) ?? [];
  if (prefix === undefined) throw inferenceError(`The prompt must be ${PREFIX}…${SUFFIX} or ${PREFIX}…${SUFFIX}…${MIDDLE}.`);
  if (prefix === "") throw inferenceError("Only a suffix is not supported: the prompt must have a prefix.");
  return { prefix, suffix };
}
