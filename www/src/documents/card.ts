/** One document's card: its picture, its name, where it is on its way. */
import type { DocumentProgress } from "qwen-edge";
import { find, fromTemplate } from "../dom.js";
import { t, translate } from "../i18n/index.js";
import { problemOf, type Problem } from "../problems.js";
import { problemText } from "../problem-text.js";
import type { Source } from "../mode.js";

/** Where a document is: upload -> parse -> ready, or failed from any of them. */
type Phase = "upload" | "parse" | "ready" | "failed";

/** What the card's buttons do. */
export interface CardActions {
  retry(): void;
  remove(): void;
}

/** A document in the pane. */
export class Card {
  readonly source: Source;
  readonly element = fromTemplate("document");
  readonly #status = find(this.element, ".doc-status", HTMLElement);
  #phase: Phase = "upload";
  #elapsed = 0;
  #problem: Problem | null = null;
  #abort = new AbortController();

  constructor(source: Source, actions: CardActions) {
    this.source = source;
    find(this.element, ".retry", HTMLButtonElement).addEventListener("click", () => actions.retry());
    find(this.element, ".remove", HTMLButtonElement).addEventListener("click", () => actions.remove());
    this.render();
  }

  /** What the document is called: the file's name, or the pasted text's first words. */
  get name(): string {
    if (this.source instanceof File) return this.source.name;
    const words = this.source.text.trim().split("\n", 1)[0] ?? "";
    return `${t().pasted}: ${words.slice(0, 40)}`;
  }

  /** Starts (again); the signal is aborted when the card goes. */
  begin(): AbortSignal {
    this.#abort = new AbortController();
    this.#set("upload", null);
    return this.#abort.signal;
  }

  /** Shows how far the service says it is. */
  progress({ phase, elapsed }: DocumentProgress): void {
    this.#elapsed = elapsed;
    if (phase !== "ready") this.#set(phase, null);
  }

  /** The service has read it. */
  ready(): void {
    this.#set("ready", null);
  }

  /** It could not be added. Returns the sentence that the card shows. */
  fail(error: unknown): string {
    this.#set("failed", problemOf(error));
    return find(this.element, ".problem", HTMLElement).textContent ?? "";
  }

  /** Stops what is under way. */
  abort(): void {
    this.#abort.abort();
  }

  /** Shows the state in the page's language. */
  render(): void {
    translate(this.element);
    this.element.dataset["phase"] = this.#phase;
    const name = find(this.element, ".doc-name", HTMLElement);
    name.textContent = name.title = this.name;
    find(this.element, ".remove", HTMLButtonElement).setAttribute("aria-label", `${t().page.remove}: ${this.name}`);
    this.#status.textContent = t().phase[this.#phase](Math.floor(this.#elapsed / 1000));
    find(this.element, ".problem", HTMLElement).replaceChildren(...(this.#problem ? problemText(this.#problem) : []));
  }

  #set(phase: Phase, problem: Problem | null): void {
    this.#phase = phase;
    this.#problem = problem;
    this.render();
  }
}
