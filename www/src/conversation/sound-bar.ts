/** What is heard of a spoken answer: pause and go on, hear it again, keep it as a file. */
import type { Speech } from "../chat/speech.js";
import { find, fromTemplate } from "../dom.js";
import { followEnd } from "../follow.js";
import { t, translate } from "../i18n/index.js";
import { problemOf } from "../problems.js";
import { problemText } from "../problem-text.js";

/** The sound of one turn; nothing is seen of it where nothing is spoken. */
export class SoundBar {
  readonly element = fromTemplate("sound");
  readonly #button = find(this.element, ".sound-button", HTMLButtonElement);
  readonly #file = find(this.element, ".sound-file", HTMLAnchorElement);
  #speech: Speech | null = null;

  constructor() {
    this.#button.addEventListener("click", () => this.#speech?.press());
  }

  /** An answer is spoken. */
  show(speech: Speech): void {
    this.#speech = speech;
    speech.onChange = () => followEnd(() => this.render());
    followEnd(() => this.render());
  }

  /** Speaks no further. */
  hush(): void {
    this.#speech?.stop();
  }

  /** Speaks no further, and lets go of the file. */
  leave(): void {
    this.hush();
    URL.revokeObjectURL(this.#file.href);
  }

  /** Shows the state in the page's language. */
  render(): void {
    translate(this.element);
    if (this.#speech === null) return;
    const { state, file, error } = this.#speech;
    this.element.hidden = false;
    this.element.dataset["state"] = state;
    find(this.#button, ".sound-action", HTMLElement).textContent = t().sound.action[state];
    find(this.element, ".sound-state", HTMLElement).textContent = t().sound.state[state];
    // There is nothing to hear again before the answer is whole.
    this.#button.disabled = (state === "ended" || state === "failed") && file === null;
    if (file !== null && this.#file.hidden) {
      this.#file.href = URL.createObjectURL(file);
      this.#file.hidden = false;
    }
    find(this.element, ".problem", HTMLElement).replaceChildren(...(error === undefined ? [] : problemText(problemOf(error))));
  }
}
