/** The glossary: words, and what they must be translated to. */
import type { TranslationPair } from "qwen-edge";
import { find, fromTemplate } from "../dom.js";
import { translate } from "../i18n/index.js";

/** Rows of two fields. */
export class Glossary {
  readonly #rows = find(document, "#terms", HTMLElement);
  readonly #add = find(document, "#add-term", HTMLButtonElement);

  constructor() {
    this.#add.addEventListener("click", () => this.#addRow().focus());
    this.#addRow();
  }

  /** The rows that are whole. */
  get terms(): TranslationPair[] {
    const rows = [...this.#rows.children].map((row) => [...row.querySelectorAll("input")].map(({ value }) => value.trim()));
    return rows.flatMap(([source = "", target = ""]) => (source !== "" && target !== "" ? [{ source, target }] : []));
  }

  /** Exchanges both sides. */
  swap(): void {
    for (const row of this.#rows.children) {
      const [source, target] = row.querySelectorAll("input");
      if (source && target) [source.value, target.value] = [target.value, source.value];
    }
  }

  /** Back to one empty row. */
  clear(): void {
    this.#rows.replaceChildren();
    this.#addRow();
  }

  /** Shows everything in the language that is now the page's. */
  render(): void {
    translate(this.#rows);
  }

  #addRow(): HTMLInputElement {
    const row = fromTemplate("term");
    find(row, "button", HTMLButtonElement).addEventListener("click", () => (row.remove(), this.#add.focus()));
    this.#rows.append(row);
    translate(row);
    return find(row, "input", HTMLInputElement);
  }
}
