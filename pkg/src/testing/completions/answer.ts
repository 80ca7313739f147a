import type { Prompt } from "./prompt.js";

/**
 * What fills the place: comments that say where it is, and how much was read on either side, so that a test sees a
 * character that was lost or added. Code in no particular language: the emulator is no model.
 */
export function answerTo({ prefix, suffix }: Prompt): string {
  const lines = [
    "# Qwen emulator, not a model.",
    `# After ${lengthOf(prefix)}: ${lastLine(prefix)}`,
    suffix === "" ? "# Nothing follows." : `# Before ${lengthOf(suffix)}: ${firstLine(suffix)}`,
  ];
  return `${lines.join("\n")}\n`;
}

function lengthOf(text: string): string {
  const { length } = Array.from(text);
  return length === 1 ? "1 character" : `${length} characters`;
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
