import type { Pair, Translation } from "./rules.js";

/**
 * A translation as far as the emulator can: it says in brackets that it is the emulator's, and from where to where and in
 * which style; then the text, in which sentences of the memory and terms of the glossary are replaced, and nothing else.
 */
export function translate({ text, source, target, terms, memory, domains }: Translation): string {
  const from = source === "auto" ? `${detected(text)} (auto)` : source;
  const style = domains === "" ? "" : `; ${domains}`;
  return `[Qwen emulator, not a translation: ${from} → ${target}${style}] ${replaced(text, [...memory, ...terms])}`;
}

/** The first pair of those with the same source wins, and the longest source of those that fit at one place. */
function replaced(text: string, pairs: readonly Pair[]): string {
  if (pairs.length === 0) return text;
  const targets = new Map([...pairs].reverse().map(({ source, target }) => [source, target]));
  const sources = [...targets.keys()].sort((a, b) => b.length - a.length).map(escaped);
  return text.replace(new RegExp(sources.join("|"), "gu"), (source) => targets.get(source) ?? source);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

const SCRIPTS: readonly [RegExp, string][] = [
  [/\p{sc=Hiragana}|\p{sc=Katakana}/u, "Japanese"],
  [/\p{sc=Hangul}/u, "Korean"],
  [/\p{sc=Han}/u, "Chinese"],
  [/\p{sc=Cyrillic}/u, "Russian"],
  [/\p{sc=Arabic}/u, "Arabic"],
];

function detected(text: string): string {
  return SCRIPTS.find(([script]) => script.test(text))?.[1] ?? "English";
}
