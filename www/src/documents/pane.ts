/** The documents pane: one card for each document, from its first byte to ready. */
import { announce, find } from "../dom.js";
import { t } from "../i18n/index.js";
import type { Source } from "../mode.js";
import { Card } from "./card.js";
import type { Session } from "./session.js";

/** Shows documents and takes them into the session. */
export class Documents {
  readonly #list = find(document, "#document-list", HTMLElement);
  readonly #cards = new Set<Card>();
  #session: Session;

  constructor(session: Session) {
    this.#session = session;
    this.#show();
  }

  /** Adds a document and follows it until it is ready or has failed. */
  add(source: Source): void {
    const card = new Card(source, { retry: () => void this.#attach(card), remove: () => this.#remove(card) });
    this.#cards.add(card);
    this.#list.append(card.element);
    this.#show();
    void this.#attach(card);
  }

  /** Empties the pane for a new conversation; what is on its way is stopped. */
  clear(session: Session): void {
    for (const card of this.#cards) this.#remove(card);
    this.#session = session;
  }

  /** Shows everything in the language that is now the page's. */
  render(): void {
    for (const card of this.#cards) card.render();
  }

  async #attach(card: Card): Promise<void> {
    const signal = card.begin();
    try {
      await this.#session.attach(card.source, signal, (event) => card.progress(event));
      if (signal.aborted) return;
      card.ready();
      announce(t().announce.ready(card.name));
    } catch (error) {
      if (signal.aborted) return; // the visitor took the card away
      announce(t().announce.failed(card.name, card.fail(error)));
    }
  }

  #remove(card: Card): void {
    card.abort();
    card.element.remove();
    this.#cards.delete(card);
    this.#show();
  }

  /** The drop zone is large while there is nothing else to see. */
  #show(): void {
    find(document, "#documents-mode", HTMLElement).classList.toggle("has-documents", this.#cards.size > 0);
  }
}
