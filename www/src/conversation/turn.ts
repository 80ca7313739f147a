/** One question and its answer: waiting -> asking -> (thinking, calling, asking again) -> streaming -> ended. */
import { find, fromTemplate } from "../dom.js";
import { followEnd } from "../follow.js";
import { t, translate } from "../i18n/index.js";
import { MarkdownStream } from "../markdown.js";
import { showMeter } from "../meter.js";
import { problemOf, problemOfEnd, type Problem } from "../problems.js";
import { problemText } from "../problem-text.js";
import type { AnswerEvent, Outcome, Question } from "./answerer.js";
import { Calls } from "./calls.js";
import { SoundBar } from "./sound-bar.js";
import { Thoughts } from "./thoughts.js";

/** Which conversation it is a turn of: what is waited for differs. */
export type TurnKind = "documents" | "chat";

type Phase = "waiting" | "asking" | "thinking" | "calling" | "streaming" | "ended";

/** A turn of the conversation on the page. */
export class Turn {
  readonly element = fromTemplate("turn");
  readonly #kind: TurnKind;
  readonly #answer = find(this.element, ".answer", HTMLElement);
  readonly #markdown = new MarkdownStream(this.#answer);
  readonly #thoughts = new Thoughts();
  readonly #calls = new Calls();
  readonly #sound = new SoundBar();
  #phase: Phase = "waiting";
  #unwritten = "";
  /** Seconds until the service is asked again, where it could not answer yet. */
  #again: number | null = null;
  #problem: Problem | null = null;
  #outcome: Outcome | null = null;

  constructor(kind: TurnKind, question: Question, askAgain: (question: Question) => void) {
    this.#kind = kind;
    find(this.element, ".question", HTMLElement).textContent = question.text;
    find(this.element, ".pictures", HTMLElement).append(...question.pictures.map((picture) => picture.thumbnail()));
    find(this.element, ".way-to-answer", HTMLElement).append(this.#thoughts.element, this.#calls.element);
    find(this.element, ".trouble", HTMLElement).before(this.#sound.element);
    find(this.element, ".ask-again", HTMLButtonElement).addEventListener("click", () => askAgain(question));
    this.render();
  }

  /** Where it is. */
  get phase(): string {
    return this.#phase;
  }

  /** The phase, for the screen reader. */
  get phaseSpoken(): string {
    const { waiting, thinking, calling, answering } = t().announce;
    const sentences: Record<Phase, string> = { waiting: this.#kind === "documents" ? waiting : "", asking: "", thinking, calling, streaming: answering, ended: "" };
    return sentences[this.#phase];
  }

  /** The sentence under the answer, for the screen reader. */
  get summary(): string {
    return this.#problem === null ? t().announce.answered : (find(this.element, ".problem", HTMLElement).textContent ?? "");
  }

  /** Shows what has happened. */
  tell(event: AnswerEvent): void {
    switch (event.type) {
      case "sent":
        return this.#enter("asking");
      case "retry":
        this.#again = Math.ceil(event.delay / 1000);
        return this.render();
      case "speech":
        return this.#sound.show(event.speech);
      case "round":
        return event.round > 1 ? this.#nextRound() : undefined;
      case "reasoning":
        this.#enter("thinking");
        return this.#thoughts.write(event.text);
      case "text":
        this.#enter("streaming");
        return this.#write(event.text);
      case "tool_call":
        this.#enter("calling");
        return followEnd(() => this.#calls.add(event));
      case "tool_result":
        return followEnd(() => this.#calls.settle(event.id, { result: event.result }));
      case "tool_error":
        return followEnd(() => this.#calls.settle(event.id, { failure: event.told }));
    }
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

  /** Speaks no further. */
  hush(): void {
    this.#sound.hush();
  }

  /** Takes itself off the page. */
  leave(): void {
    this.#thoughts.rest();
    this.#sound.leave();
    this.element.remove();
  }

  /** Shows the state in the page's language. */
  render(): void {
    translate(this.element);
    this.element.dataset["phase"] = this.#phase;
    this.#answer.setAttribute("aria-busy", String(this.#phase !== "ended"));
    find(this.element, ".you", HTMLElement).textContent = t().turn.you;
    find(this.element, ".progress", HTMLElement).textContent = this.#progress();
    for (const part of [this.#thoughts, this.#calls, this.#sound]) part.render();
    const trouble = find(this.element, ".trouble", HTMLElement);
    trouble.hidden = this.#problem === null;
    trouble.classList.toggle("wanted", this.#problem?.name === "stopped");
    find(this.element, ".trouble .problem", HTMLElement).replaceChildren(...(this.#problem ? problemText(this.#problem) : []));
    showMeter(find(this.element, ".meter", HTMLElement), this.#outcome);
  }

  #progress(): string {
    const { waiting, asking, again } = t().turn;
    if (this.#phase === "waiting") return this.#kind === "documents" ? waiting : asking.chat;
    return this.#again === null ? asking[this.#kind] : again(this.#again);
  }

  #enter(phase: Phase): void {
    if (phase === this.#phase) return;
    if (this.#phase === "thinking") this.#thoughts.rest();
    this.#phase = phase;
    followEnd(() => this.render());
  }

  /** The results of the tools have been sent. What the model said before them stands as a paragraph of its own. */
  #nextRound(): void {
    this.#enter("asking");
    if (this.#answer.textContent !== "" || this.#unwritten !== "") this.#write("\n\n");
  }

  /** Adds to the answer. What comes between two frames is drawn together. */
  #write(text: string): void {
    if (this.#unwritten === "") requestAnimationFrame(() => followEnd(() => this.#draw()));
    this.#unwritten += text;
  }

  #draw(): void {
    const text = this.#unwritten;
    this.#unwritten = "";
    if (text !== "") this.#markdown.write(text);
  }

  #finish(problem: Problem | null): void {
    this.#thoughts.rest();
    this.#calls.abandon();
    this.#phase = "ended";
    this.#problem = problem;
    followEnd(() => (this.#draw(), this.render()));
  }
}
