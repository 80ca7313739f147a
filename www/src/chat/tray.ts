/** The pictures that go along with the next question. */
import { find, fromTemplate } from "../dom.js";
import { startPicker } from "../intake.js";
import { t, translate } from "../i18n/index.js";
import { Picture } from "./picture.js";

/** Shows them above the composer's field; each can be taken out again. */
export class Tray {
  readonly #list = find(document, "#tray", HTMLElement);
  readonly #pictures = new Map<Picture, HTMLElement>();

  /** `add`: takes what the picker gives. */
  constructor(add: (file: File) => void) {
    startPicker(find(document, "#choose-picture", HTMLButtonElement), find(document, "#picture-picker", HTMLInputElement), (source) => source instanceof File && add(source));
  }

  /** How many there are. */
  get size(): number {
    return this.#pictures.size;
  }

  /** Adds a picture. */
  add(file: File): void {
    const picture = new Picture(file.name, file);
    const item = fromTemplate("tray-item");
    item.prepend(picture.thumbnail());
    item.dataset["phase"] = "reading";
    const read = (): void => void (item.dataset["phase"] = "ready");
    picture.blob.then(read, read);
    find(item, "button", HTMLButtonElement).addEventListener("click", () => this.#remove(picture));
    this.#pictures.set(picture, item);
    this.#list.append(item);
    this.render();
  }

  /** Takes them all out, for a question. */
  take(): Picture[] {
    const pictures = [...this.#pictures.keys()];
    this.clear();
    return pictures;
  }

  /** Forgets them. */
  clear(): void {
    this.#pictures.clear();
    this.#list.replaceChildren();
  }

  /** Shows everything in the language that is now the page's. */
  render(): void {
    for (const [picture, item] of this.#pictures) {
      translate(item);
      find(item, "button", HTMLButtonElement).setAttribute("aria-label", `${t().page.remove}: ${picture.name}`);
    }
  }

  /** The keyboard goes where the next picture would come from: the button that had it is gone. */
  #remove(picture: Picture): void {
    this.#pictures.get(picture)?.remove();
    this.#pictures.delete(picture);
    find(document, "#choose-picture", HTMLButtonElement).focus();
  }
}
