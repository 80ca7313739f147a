/** A translator: a text on one side, its translation on the other while it comes in. */
import type { Outcome } from "../conversation/answerer.js";
import { announce, find } from "../dom.js";
import { t, translate } from "../i18n/index.js";
import { showMeter } from "../meter.js";
import type { Mode, Source } from "../mode.js";
import { problemText } from "../problem-text.js";
import { problemOf, problemOfEnd, type Problem } from "../problems.js";
import { Glossary } from "./glossary.js";
import { LanguageChoice } from "./languages.js";
import { Translator } from "./session.js";

/** Translates. */
export class TranslateMode implements Mode {
  readonly #root = find(document, "#translate-mode", HTMLElement);
  readonly #text = find(document, "#translate-text", HTMLTextAreaElement);
  readonly #translation = find(document, "#translation", HTMLElement);
  readonly #button = find(document, "#translate-button", HTMLButtonElement);
  readonly #model = find(document, "#translate-model", HTMLSelectElement);
  readonly #from = new LanguageChoice(find(document, "#translate-from", HTMLElement), { chosen: "auto", auto: true });
  readonly #to = new LanguageChoice(find(document, "#translate-to", HTMLElement), { chosen: "fr", auto: false });
  readonly #glossary = new Glossary();
  readonly #translator: Translator;
  #running: AbortController | null = null;
  #problem: Problem | null = null;
  #outcome: Outcome | null = null;

  constructor(baseURL: string) {
    this.#translator = new Translator(baseURL);
    find(this.#root, "form", HTMLFormElement).addEventListener("submit", (event) => (event.preventDefault(), this.#press()));
    // The second click of a double click would stop what the first has started.
    this.#button.addEventListener("click", (event) => event.detail > 1 && event.preventDefault());
    this.#text.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.#begin());
    find(document, "#swap", HTMLButtonElement).addEventListener("click", () => this.#swap());
  }

  add(source: Source): void {
    if (!(source instanceof File)) this.#write(source.text);
    else void textOf(source).then((text) => (text === null ? this.#show({ name: "text", reference: null }) : this.#write(text)));
  }

  stop(): void {
    this.#running?.abort();
  }

  startOver(): void {
    this.stop();
    this.#running = null;
    this.#text.value = "";
    this.#glossary.clear();
    this.#translation.replaceChildren();
    this.#outcome = null;
    this.#show(null);
    announce(t().announce.startedOver);
    this.#text.focus();
  }

  render(): void {
    this.#glossary.render();
    this.#show(this.#problem);
  }

  #write(text: string): void {
    this.#text.value = text;
    this.#text.focus();
  }

  /** One button that begins and stops: it keeps the keyboard's focus through both. */
  #press(): void {
    if (this.#running === null) this.#begin();
    else this.stop();
  }

  #begin(): void {
    if (this.#running !== null) return;
    if (this.#text.value.trim() === "") return this.#text.focus();
    for (const choice of [this.#from, this.#to]) if (choice.value === "") return choice.focus();
    void this.#run();
  }

  async #run(): Promise<void> {
    const running = (this.#running = new AbortController());
    this.#outcome = null;
    this.#translation.replaceChildren();
    this.#translation.lang = this.#to.tag;
    this.#show(null);
    announce(t().announce.translating);
    const problem = await this.#follow(running.signal);
    if (this.#running !== running) return; // started over
    this.#running = null;
    this.#show(problem);
    announce(problem === null ? t().announce.translated : (find(this.#root, ".trouble .problem", HTMLElement).textContent ?? ""));
  }

  /** A translation is text and nothing else. */
  async #follow(signal: AbortSignal): Promise<Problem | null> {
    const { terms } = this.#glossary;
    const params = { text: this.#text.value, source_lang: this.#from.value, target_lang: this.#to.value, model: this.#model.value, ...(terms.length > 0 && { terms }) };
    try {
      this.#outcome = await this.#translator.translate(params, { signal, onText: (text) => !signal.aborted && this.#translation.append(text) });
      return problemOfEnd(this.#outcome.end);
    } catch (error) {
      return signal.aborted ? { name: "stopped", reference: null } : problemOf(error);
    }
  }

  /** The translation becomes the text, and the languages change places. */
  #swap(): void {
    if (this.#running !== null) return;
    const [from, to] = [this.#from.value, this.#to.value];
    this.#from.value = to;
    this.#to.value = from === "auto" ? (to === "en" ? "zh" : "en") : from;
    this.#glossary.swap();
    const translated = this.#translation.textContent ?? "";
    if (translated !== "") this.#text.value = translated;
    this.#translation.replaceChildren();
    this.#outcome = null;
    this.#show(null);
  }

  #show(problem: Problem | null): void {
    this.#problem = problem;
    const running = this.#running !== null;
    this.#root.classList.toggle("answering", running);
    this.#translation.ariaBusy = String(running);
    find(this.#button, "[data-text]", HTMLElement).dataset["text"] = running ? "stop" : "translate";
    translate(this.#button);
    const trouble = find(this.#root, ".trouble", HTMLElement);
    trouble.hidden = problem === null;
    trouble.classList.toggle("wanted", problem?.name === "stopped");
    find(trouble, ".problem", HTMLElement).replaceChildren(...(problem ? problemText(problem) : []));
    showMeter(find(this.#root, ".meter", HTMLElement), this.#outcome);
  }
}

/** What stands in a text file; null for what is none. Many kinds of text have no type. */
async function textOf(file: File): Promise<string | null> {
  if (!/^(text\/|application\/json|$)/.test(file.type)) return null;
  const text = await file.text().catch(() => "\0");
  return text.includes("\0") ? null : text;
}
