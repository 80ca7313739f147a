/** A chat: thoughts, pictures, tools and speech. */
import { Conversation } from "../conversation/conversation.js";
import { suggestions } from "../conversation/suggestions.js";
import { announce, find } from "../dom.js";
import { t } from "../i18n/index.js";
import type { Mode, Source } from "../mode.js";
import { problemText } from "../problem-text.js";
import { Abilities } from "./abilities.js";
import { isPicture } from "./picture.js";
import { samples, type Sample } from "./samples.js";
import { ChatSession } from "./session.js";
import { Speaker } from "./speech.js";
import { Tray } from "./tray.js";

/** Chats. */
export class ChatMode implements Mode {
  readonly #root = find(document, "#chat-mode", HTMLElement);
  readonly #notice = find(this.#root, ".notice", HTMLElement);
  readonly #abilities = new Abilities();
  readonly #speaker = new Speaker();
  readonly #tray = new Tray((file) => this.add(file));
  readonly #asked = new Set<Sample>();
  readonly #newSession: () => ChatSession;
  readonly #conversation: Conversation;

  constructor(baseURL: string) {
    this.#newSession = () => new ChatSession(baseURL, this.#abilities, this.#speaker);
    this.#conversation = new Conversation(this.#root, { kind: "chat", answerer: this.#newSession(), pictures: this.#tray });
    for (const sample of samples) find(this.#root, `#sample-${sample.name}`, HTMLButtonElement).addEventListener("click", () => this.#try(sample));
  }

  /** A picture goes along with the next question, a text into its field. */
  add(source: Source): void {
    this.#notice.replaceChildren();
    if (!(source instanceof File)) return this.#conversation.write(source.text);
    if (isPicture(source)) this.#tray.add(source);
    else this.#notice.replaceChildren(...problemText({ name: "picture", reference: null }));
  }

  stop(): void {
    this.#conversation.stop();
  }

  startOver(): void {
    this.#conversation.clear(this.#newSession());
    this.#tray.clear();
    this.#asked.clear();
    this.#notice.replaceChildren();
    this.#suggest();
    announce(t().announce.startedOver);
    this.#conversation.focus();
  }

  render(): void {
    this.#notice.replaceChildren();
    this.#conversation.render();
    this.#tray.render();
    for (const { name } of samples) {
      find(this.#root, `#sample-${name} .sample-name`, HTMLElement).textContent = t().samples[name].name;
      find(this.#root, `#sample-${name} .sample-text`, HTMLElement).textContent = t().samples[name].text;
    }
    this.#suggest();
  }

  #try(sample: Sample): void {
    this.#asked.add(sample);
    for (const ability of ["think", "speak"] as const) this.#abilities.set(ability, false);
    this.#abilities.set(sample.ability, true);
    this.#suggest();
    this.#conversation.askAtOnce({ text: t().samples[sample.name].text, pictures: sample.pictures() });
  }

  /** After the first question: those samples that have not been tried. */
  #suggest(): void {
    const left = samples.filter((sample) => !this.#asked.has(sample));
    find(this.#root, ".suggestions", HTMLElement).replaceChildren(...suggestions(left.map((sample) => ({ label: t().samples[sample.name].name, ask: () => this.#try(sample) }))));
  }
}
