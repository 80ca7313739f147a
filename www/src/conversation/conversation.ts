/** A conversation on the page: the questions so far, and the composer for the next one. */
import { announce, find } from "../dom.js";
import { toEnd } from "../follow.js";
import { translate } from "../i18n/index.js";
import type { Answerer, AnswerEvent, Question } from "./answerer.js";
import { Turn, type TurnKind } from "./turn.js";

/** What tells one conversation from another. */
export interface ConversationOptions {
  kind: TurnKind;
  answerer: Answerer;
  /** What goes along with the text of a question that is asked now; it may be enough for a question. */
  pictures?: { readonly size: number; take(): Question["pictures"] };
}

/** Asks, shows and stops answers. */
export class Conversation {
  readonly #root: HTMLElement;
  readonly #list: HTMLElement;
  readonly #field: HTMLTextAreaElement;
  readonly #button: HTMLButtonElement;
  readonly #turns: Turn[] = [];
  readonly #kind: TurnKind;
  readonly #pictures: ConversationOptions["pictures"];
  #answerer: Answerer;
  #running: AbortController | null = null;

  /** `root`: the section that holds the turns and the composer. */
  constructor(root: HTMLElement, { kind, answerer, pictures }: ConversationOptions) {
    this.#root = root;
    this.#list = find(root, ".turns", HTMLElement);
    this.#field = find(root, ".field textarea", HTMLTextAreaElement);
    this.#button = find(root, ".ask", HTMLButtonElement);
    this.#kind = kind;
    this.#pictures = pictures;
    this.#answerer = answerer;
    find(root, ".composer", HTMLFormElement).addEventListener("submit", (event) => (event.preventDefault(), this.#press()));
    // The second click of a double click would stop what the first has started.
    this.#button.addEventListener("click", (event) => event.detail > 1 && event.preventDefault());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#show();
  }

  /** Asks `question`, unless an answer is still coming in. The focus goes to the button that now says "Stop". */
  askAtOnce(question: Question): void {
    if (this.#running !== null) return;
    this.#button.focus();
    void this.#run(question);
  }

  /** Writes into the field of the next question. */
  write(text: string): void {
    this.#field.value += text;
    this.#field.focus();
  }

  /** Puts the keyboard into the field of the next question. */
  focus(): void {
    this.#field.focus();
  }

  /** Stops the answer that is coming in, and what is still spoken. */
  stop(): void {
    this.#running?.abort();
    for (const turn of this.#turns) turn.hush();
  }

  /** Empties the page for a new conversation. */
  clear(answerer: Answerer): void {
    this.stop();
    this.#answerer = answerer;
    for (const turn of this.#turns.splice(0)) turn.leave();
    this.#show();
  }

  /** Shows everything in the language that is now the page's. */
  render(): void {
    for (const turn of this.#turns) turn.render();
  }

  /** Enter asks; but not the Enter that ends the writing of a Chinese word (isComposing). */
  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  /** One button that asks and stops: it keeps the keyboard's focus through both. */
  #press(): void {
    if (this.#running === null) this.#submit();
    else this.stop();
  }

  #submit(): void {
    const text = this.#field.value.trim();
    const empty = text === "" && !this.#pictures?.size;
    if (empty) this.#field.focus();
    if (empty || this.#running !== null) return;
    this.#field.value = "";
    void this.#run({ text, pictures: this.#pictures?.take() ?? [] });
  }

  /** Everything up to the request happens at once, in the visitor's own click: sound may only begin there. */
  async #run(question: Question): Promise<void> {
    const running = (this.#running = new AbortController());
    const turn = new Turn(this.#kind, question, (again) => this.#running === null && void this.#run(again));
    for (const earlier of this.#turns) earlier.hush();
    this.#turns.push(turn);
    this.#list.append(turn.element);
    this.#show();
    toEnd();
    await this.#follow(turn, question, running.signal);
    if (this.#running === running) this.#running = null;
    this.#show();
    if (turn.element.isConnected) announce(turn.summary);
  }

  async #follow(turn: Turn, question: Question, signal: AbortSignal): Promise<void> {
    const tell = (event: AnswerEvent): void => {
      const before = turn.phase;
      turn.tell(event);
      if (turn.phase !== before && turn.element.isConnected) announce(turn.phaseSpoken);
    };
    announce(turn.phaseSpoken);
    try {
      turn.end(await this.#answerer.ask(question, { signal, tell }));
    } catch (error) {
      turn.fail(error, signal.aborted);
    }
  }

  #show(): void {
    const running = this.#running !== null;
    this.#root.classList.toggle("has-turns", this.#turns.length > 0);
    this.#root.classList.toggle("answering", running);
    find(this.#button, "[data-text]", HTMLElement).dataset["text"] = running ? "stop" : "ask";
    translate(this.#button);
  }
}
