// What must stay between the caller and the service, each with a word of its own that no other text holds, and the places where it could show.
import { inspect } from "node:util";

export const KEY = "sk-canary-key-5a1f0c";
export const SYSTEM = 'canary-system-77e2: you are "terse".\nNothing else.';
export const PROMPT = 'canary-prompt-31bd: how "old" is it?\nSay a number.';
export const DOCUMENT = 'canary-document-9c4d: the house is "two" years old.\nIt is red.';
export const ARGUMENTS = '{"city":"canary-arguments-0b6e"}';
/** What the model has said: it may stand in `partial`, a getter, and nowhere else. */
export const ANSWER = "canary-answer-e8a3: two years";

const WORDS = ["canary-key", "canary-system", "canary-prompt", "canary-document", "canary-arguments", "canary-answer"];

const ALL = { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null };

/** Every way in which a program prints a value; each is more than a crash, a logger or an error tracker shows. */
const RENDERINGS = {
  String: (value) => String(value),
  JSON: (value) => JSON.stringify(value),
  "JSON of all own properties": (value) => JSON.stringify(ownProperties(value)),
  stack: (value) => value?.stack,
  inspect: (value) => inspect(value),
  "inspect with hidden properties": (value) => inspect(value, ALL),
  "inspect with getters": (value) => inspect(value, { ...ALL, getters: true }).replaceAll(ANSWER, "(partial)"),
  structuredClone: (value) => inspect(structuredClone(value), ALL),
};

/** Where each canary shows in `value`, one line for each: `canary-key by inspect, stack: "…"`. `allowed` ways may show them. */
export function leaks(value, allowed = []) {
  const ways = Object.entries(RENDERINGS).filter(([way]) => !allowed.includes(way));
  const texts = ways.map(([way, render]) => ({ way, text: String(tried(() => render(value))) }));
  return wordsIn(texts.map(({ text }) => text).join()).map((word) => {
    const showing = texts.filter(({ text }) => text.includes(word));
    return `${word} by ${showing.map(({ way }) => way).join(", ")}: "${around(showing[0].text, word)}"`;
  });
}

/** The canaries that stand in a text. */
export function wordsIn(text) {
  return WORDS.filter((word) => text.includes(word));
}

/** Not every value can be cloned or written as JSON: then it shows nothing this way. */
function tried(render) {
  try {
    return render();
  } catch {
    return undefined;
  }
}

function ownProperties(value) {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(Object.getOwnPropertyDescriptors(value)).map(([name, { value: own }]) => [name, own instanceof Headers ? [...own] : own]));
}

function around(text, word) {
  const at = text.indexOf(word);
  return text.slice(Math.max(0, at - 60), at + 40).replaceAll("\n", "\\n");
}
