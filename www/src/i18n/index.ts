/** The page's language: two dictionaries, one of them current. */
import { remember, recall } from "../memory.js";
import { en, type Dictionary } from "./en.js";
import { zh } from "./zh.js";

export type { Dictionary, ProblemName } from "./en.js";

/** The languages the page speaks, as BCP 47 tags that `lang` takes. */
export type Language = "en" | "zh-CN";

const dictionaries: Record<Language, Dictionary> = { en, "zh-CN": zh };
const listeners: (() => void)[] = [];
let current: Language = "en";

/** The current dictionary. */
export function t(): Dictionary {
  return dictionaries[current];
}

/** The current language. */
export function language(): Language {
  return current;
}

/** Switches the page to `next`; everything that shows text is told. */
export function speak(next: Language): void {
  current = next;
  remember("language", next);
  document.documentElement.lang = next;
  translate(document);
  for (const listener of listeners) listener();
}

/** Calls `listener` after each change of language. */
export function onLanguage(listener: () => void): void {
  listeners.push(listener);
}

/** What the visitor chose before, else what the browser asks for. */
export function preferredLanguage(): Language {
  const chosen = recall("language");
  if (chosen === "en" || chosen === "zh-CN") return chosen;
  const first = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag));
  return first?.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

/** Fills in every text under `root` that names its key: `data-text`, `data-label` (aria-label), `data-note` (title), `data-placeholder`. */
export function translate(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-text]")) element.textContent = pageText(element.dataset["text"]);
  for (const element of root.querySelectorAll<HTMLElement>("[data-label]")) label(element, pageText(element.dataset["label"]));
  for (const element of root.querySelectorAll<HTMLElement>("[data-note]")) element.title = pageText(element.dataset["note"]);
  for (const element of root.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>("[data-placeholder]")) {
    element.placeholder = pageText(element.dataset["placeholder"]);
  }
}

function label(element: HTMLElement, text: string): void {
  element.setAttribute("aria-label", text);
  if (element instanceof HTMLButtonElement) element.title = text;
}

function pageText(key = ""): string {
  const texts: Record<string, string> = t().page;
  const text = texts[key];
  if (text === undefined) throw new Error(`index.html asks for the text "${key}", which the dictionaries do not have`);
  return text;
}
