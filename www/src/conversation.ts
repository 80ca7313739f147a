/** The conversation on the page: the questions so far, and the composer for the next one. */
import { announce, find } from "./dom.js";
import { toEnd } from "./follow.js";
import { t, translate } from "./i18n/index.js";
import type { Session } from "./session.js";
import { Turn } from "./turn.js";

/** Asks, shows and stops answers. */
export class Conversation {
  readonly #list = find(document, "#turns", HTMLElement);
  readonly #form = find(document, "#composer", HTMLFormElement);
  readonly #field = find(document, "#question", HTMLTextAreaElement);
  readonly #button = find(document, "#ask", HTMLButtonElement);
  readonly #turns: Turn[] = [];
  #session: Session;
  #running: AbortController | null = null;

  constructor(session: Session) {
    this.#session = session;
    this.#form.addEventListener("submit", (event) => (event.preventDefault(), this.#press()));
    // The second click of a double click would stop what the first has started.
    this.#button.addEventListener("click", (event) => event.detail > 1 && event.preventDefault());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("keydown", (event) => isPlainEscape(event) && this.stop());
    this.#show();
  }

  /** Asks `question`, unless an answer is still coming in. */
  ask(question: string): void {
    if (this.#running === null) void this.#run(question);
  }

  /** Stops the answer that is coming in. */
  stop(): void {
    this.#running?.abort();
  }

  /** Empties the page for a new conversation. */
  clear(session: Session): void {
    this.stop();
    this.#session = session;
    this.#turns.length = 0;
    this.#list.replaceChildren();
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
    const question = this.#field.value.trim();
    if (question === "") this.#field.focus();
    if (question === "" || this.#running !== null) return;
    this.#field.value = "";
    this.ask(question);
  }

  async #run(question: string): Promise<void> {
    const running = (this.#running = new AbortController());
    const turn = new Turn(question, (again) => this.ask(again));
    this.#turns.push(turn);
    this.#list.append(turn.element);
    this.#show();
    toEnd();
    await this.#follow(turn, question, running.signal);
    if (this.#running === running) this.#running = null;
    this.#show();
    if (turn.element.isConnected) announce(turn.summary);
  }

  async #follow(turn: Turn, question: string, signal: AbortSignal): Promise<void> {
    announce(t().announce.waiting);
    const onSent = (): void => (turn.sent(), announce(t().announce.answering));
    try {
      turn.end(await this.#session.ask(question, { signal, onSent, onRetry: (delay) => turn.retry(delay), onText: (text) => turn.write(text) }));
    } catch (error) {
      turn.fail(error, signal.aborted);
    }
  }

  #show(): void {
    const running = this.#running !== null;
    document.body.classList.toggle("has-turns", this.#turns.length > 0);
    document.body.classList.toggle("answering", running);
    find(this.#button, "[data-text]", HTMLElement).dataset["text"] = running ? "stop" : "ask";
    translate(this.#button);
  }
}

/** Not the Escape that closes the dialog or ends the writing of a Chinese word. */
function isPlainEscape(event: KeyboardEvent): boolean {
  return event.key === "Escape" && !event.isComposing && document.querySelector("dialog[open]") === null;
}
