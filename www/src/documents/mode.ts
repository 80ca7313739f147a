/** Documents on one side, the conversation about them on the other. */
import { Conversation } from "../conversation/conversation.js";
import { suggestions } from "../conversation/suggestions.js";
import { announce, find } from "../dom.js";
import { t } from "../i18n/index.js";
import { startPicker } from "../intake.js";
import type { Mode, Source } from "../mode.js";
import { Documents } from "./pane.js";
import { sampleFile, sampleQuestions } from "./samples.js";
import { Session } from "./session.js";

/** Asks about documents. */
export class DocumentsMode implements Mode {
  readonly #newSession: () => Session;
  readonly #documents: Documents;
  readonly #conversation: Conversation;
  readonly #chips = find(document, "#documents-mode .suggestions", HTMLElement);
  #session: Session;

  constructor(baseURL: string) {
    this.#newSession = () => new Session(baseURL);
    this.#session = this.#newSession();
    this.#documents = new Documents(this.#session);
    this.#conversation = new Conversation(find(document, "#documents-mode .conversation", HTMLElement), { kind: "documents", answerer: this.#session });
    startPicker(find(document, "#choose", HTMLButtonElement), find(document, "#picker", HTMLInputElement), (file) => this.add(file));
    find(document, "#sample", HTMLButtonElement).addEventListener("click", () => this.#addSample());
  }

  add(source: Source): void {
    this.#documents.add(source);
  }

  stop(): void {
    this.#conversation.stop();
  }

  startOver(): void {
    const old = this.#session;
    this.#session = this.#newSession();
    this.#conversation.clear(this.#session);
    this.#documents.clear(this.#session);
    this.#chips.replaceChildren();
    announce(t().announce.startedOver);
    find(document, "#choose", HTMLButtonElement).focus();
    void this.#deleteFiles(old);
  }

  render(): void {
    this.#documents.render();
    this.#conversation.render();
  }

  #addSample(): void {
    this.#documents.add(sampleFile());
    const chips = sampleQuestions().map((text) => ({ label: text, ask: () => this.#conversation.askAtOnce({ text, pictures: [] }) }));
    this.#chips.replaceChildren(...suggestions(chips));
  }

  async #deleteFiles(old: Session): Promise<void> {
    const notice = find(document, "#notice", HTMLElement);
    notice.textContent = "";
    if (!(await old.deleteFiles())) notice.textContent = t().cannotDelete;
  }
}
