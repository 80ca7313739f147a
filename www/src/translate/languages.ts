/** The choice of a language: a short list, or any other by its English name or code. */
import { find } from "../dom.js";
import { language, onLanguage, t } from "../i18n/index.js";

/** Codes of the service, and the tags that the browser knows them by where they differ. */
const listed = ["en", "zh", "zh_tw", "ja", "ko", "fr", "de", "es", "pt", "it", "ru", "ar", "hi", "th", "vi", "id"];
const tags: Record<string, string> = { zh_tw: "zh-Hant", zh: "zh-Hans" };

/** The value of the entry that opens the field for any other. */
const OTHER = "other";

/** A list of languages in the page's own language, and a field beside it. */
export class LanguageChoice {
  readonly #list: HTMLSelectElement;
  readonly #other: HTMLInputElement;
  readonly #auto: boolean;

  /** `root` holds the two; `auto`: whether the model may find out by itself. */
  constructor(root: HTMLElement, { chosen, auto }: { chosen: string; auto: boolean }) {
    this.#list = find(root, "select", HTMLSelectElement);
    this.#other = find(root, "input", HTMLInputElement);
    this.#auto = auto;
    this.#list.addEventListener("change", () => this.#show(true));
    onLanguage(() => this.#fill(this.#list.value));
    this.#fill(chosen);
  }

  /** What the service is told: a code of the list, "auto", or what the visitor wrote. */
  get value(): string {
    return this.#list.value === OTHER ? this.#other.value.trim() : this.#list.value;
  }

  set value(value: string) {
    const known = value === "auto" ? this.#auto : listed.includes(value);
    this.#list.value = known ? value : OTHER;
    if (!known) this.#other.value = value;
    this.#show(false);
  }

  /** The language as a tag for `lang`; "" where it is not known. */
  get tag(): string {
    return listed.includes(this.value) ? (tags[this.value] ?? this.value) : "";
  }

  /** Puts the keyboard where a language is missing. */
  focus(): void {
    (this.#list.value === OTHER ? this.#other : this.#list).focus();
  }

  #fill(chosen: string): void {
    const names = new Intl.DisplayNames(language(), { type: "language" });
    const entries = listed.map((code) => new Option(names.of(tags[code] ?? code), code));
    if (this.#auto) entries.unshift(new Option(t().translate.auto, "auto"));
    this.#list.replaceChildren(...entries, new Option(t().translate.other, OTHER));
    this.#list.value = chosen;
    this.#show(false);
  }

  #show(focus: boolean): void {
    this.#other.hidden = this.#list.value !== OTHER;
    if (focus && !this.#other.hidden) this.#other.focus();
  }
}
