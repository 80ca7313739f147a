/** One question and its answer: waiting -> asking -> streaming -> ended. */
import { find, fromTemplate } from "./dom.js";
import { followEnd } from "./follow.js";
import { language, t, translate } from "./i18n/index.js";
import { MarkdownStream } from "./markdown.js";
import { problemOf, problemOfEnd, type Problem } from "./problems.js";
import { problemText } from "./problem-text.js";
import { answeredBy } from "./service.js";
import type { Outcome } from "./session.js";

type Phase = "waiting" | "asking" | "streaming" | "ended";

/** A turn of the conversation on the page. */
export class Turn {
  readonly element = fromTemplate("turn");
  readonly #answer = find(this.element, ".answer", HTMLElement);
  readonly #markdown = new MarkdownStream(this.#answer);
  #phase: Phase = "waiting";
  #unwritten = "";
  /** Seconds until the service is asked again, where it could not answer yet. */
  #again: number | null = null;
  #problem: Problem | null = null;
  #outcome: Outcome | null = null;

  constructor(question: string, askAgain: (question: string) => void) {
    find(this.element, ".question", HTMLElement).textContent = question;
    find(this.element, ".ask-again", HTMLButtonElement).addEventListener("click", () => askAgain(question));
    this.render();
  }

  /** The service has been asked. */
  sent(): void {
    this.#phase = "asking";
    this.render();
  }

  /** The service could not answer yet, and is asked again after so many milliseconds. */
  retry(delay: number): void {
    this.#again = Math.ceil(delay / 1000);
    this.render();
  }

  /** Adds to the answer. What comes between two frames is drawn together. */
  write(text: string): void {
    if (this.#phase === "asking") {
      this.#phase = "streaming";
      this.render();
    }
    if (this.#unwritten === "") requestAnimationFrame(() => followEnd(() => this.#draw()));
    this.#unwritten += text;
  }

  /** The answer has ended, well or not. */
  end(outcome: Outcome): void {
    this.#outcome = outcome;
    this.#finish(problemOfEnd(outcome.end));
  }

  /** There is no answer. */
  fail(error: unknown, stopped: boolean): void {
    this.#finish(stopped ? { name: "stopped", reference: null } : problemOf(error));
  }

  /** The sentence under the answer, for the screen reader. */
  get summary(): string {
    return this.#problem === null ? t().announce.answered : (find(this.element, ".problem", HTMLElement).textContent ?? "");
  }

  /** Shows the state in the page's language. */
  render(): void {
    translate(this.element);
    this.element.dataset["phase"] = this.#phase;
    this.#answer.setAttribute("aria-busy", String(this.#phase !== "ended"));
    find(this.element, ".you", HTMLElement).textContent = t().turn.you;
    find(this.element, ".progress", HTMLElement).textContent = this.#phase === "waiting" ? t().turn.waiting : this.#again === null ? t().turn.asking : t().turn.again(this.#again);
    const trouble = find(this.element, ".trouble", HTMLElement);
    trouble.hidden = this.#problem === null;
    trouble.classList.toggle("wanted", this.#problem?.name === "stopped");
    find(this.element, ".problem", HTMLElement).replaceChildren(...(this.#problem ? problemText(this.#problem) : []));
    this.#showMeter();
  }

  #draw(): void {
    const text = this.#unwritten;
    this.#unwritten = "";
    if (text !== "") this.#markdown.write(text);
  }

  #finish(problem: Problem | null): void {
    this.#phase = "ended";
    this.#problem = problem;
    followEnd(() => (this.#draw(), this.render()));
  }

  #showMeter(): void {
    const meter = find(this.element, ".meter", HTMLElement);
    meter.hidden = this.#outcome === null || this.#outcome.firstText === null;
    if (this.#outcome === null || this.#outcome.firstText === null) return;
    const { firstText, total, end } = this.#outcome;
    find(meter, ".wait", HTMLElement).style.flexGrow = String(firstText);
    find(meter, ".flow", HTMLElement).style.flexGrow = String(total - firstText);
    find(meter, ".first-word", HTMLElement).textContent = t().turn.firstWord(seconds(firstText));
    const ended = end.state === "complete" ? t().turn.complete : t().turn.ended;
    find(meter, ".total", HTMLElement).textContent = ended(seconds(total));
    find(meter, ".usage", HTMLElement).hidden = !end.usage;
    if (!end.usage) return;
    find(meter, ".read", HTMLElement).textContent = t().turn.read(count(end.usage.prompt_tokens));
    find(meter, ".written", HTMLElement).textContent = t().turn.written(count(end.usage.completion_tokens));
    const estimate = find(meter, ".estimate", HTMLElement);
    estimate.hidden = answeredBy() !== "emulator";
    estimate.textContent = t().turn.estimate;
    estimate.title = t().turn.estimateNote;
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toLocaleString(language(), { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function count(tokens: number): string {
  return tokens.toLocaleString(language());
}
