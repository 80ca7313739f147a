/** What the model thinks before it answers: open while it thinks, folded when the answer begins. */
import { find, fromTemplate } from "../dom.js";
import { followEnd } from "../follow.js";
import { language, t, translate } from "../i18n/index.js";

/** The thoughts of one turn, those of all its rounds together. */
export class Thoughts {
  readonly element = fromTemplate("thoughts") as HTMLDetailsElement;
  readonly #text = find(this.element, ".thoughts-text", HTMLElement);
  /** Thoughts are text and nothing else; what comes between two frames is drawn together. */
  #unwritten = "";
  #since: number | null = null;
  #spent = 0;
  #ticking: ReturnType<typeof setInterval> | undefined;
  /** Whoever has folded or unfolded it knows best. */
  #chosen = false;

  constructor() {
    find(this.element, "summary", HTMLElement).addEventListener("click", () => (this.#chosen = true));
  }

  /** Adds a thought. */
  write(text: string): void {
    if (this.#since === null) this.#begin();
    if (this.#unwritten === "") requestAnimationFrame(() => followEnd(() => this.#draw()));
    this.#unwritten += text;
  }

  /** Something else happens now. */
  rest(): void {
    if (this.#since === null) return;
    clearInterval(this.#ticking);
    this.#spent += performance.now() - this.#since;
    this.#since = null;
    if (!this.#chosen) this.element.open = false;
    this.render();
  }

  /** Shows the state in the page's language. */
  render(): void {
    translate(this.element);
    const thinking = this.#since !== null;
    this.element.dataset["state"] = thinking ? "thinking" : "rested";
    const spent = this.#spent + (this.#since === null ? 0 : performance.now() - this.#since);
    find(this.element, ".thoughts-title", HTMLElement).textContent = thinking
      ? t().turn.thinking(Math.floor(spent / 1000))
      : t().turn.thought((spent / 1000).toLocaleString(language(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }));
  }

  #begin(): void {
    this.#since = performance.now();
    this.#ticking = setInterval(() => this.render(), 1000);
    if (this.#text.textContent !== "") this.#unwritten = "\n\n"; // of an earlier round
    this.element.hidden = false;
    if (!this.#chosen) this.element.open = true;
    this.render();
  }

  #draw(): void {
    this.#text.append(this.#unwritten);
    this.#unwritten = "";
    this.#text.scrollTop = this.#text.scrollHeight;
  }
}
