/** What the next answer may do: think first, call tools, be spoken. */
import { find } from "../dom.js";

/** The abilities, each a switch under the field. */
export type Ability = "think" | "tools" | "speak";

const abilities: readonly Ability[] = ["think", "tools", "speak"];

/** The switches. The model that speaks does neither think nor call tools here: switching that on switches those off. */
export class Abilities {
  readonly #on = new Set<Ability>();

  constructor() {
    for (const ability of abilities) button(ability).addEventListener("click", () => this.set(ability, !this.has(ability)));
    this.set("tools", true);
  }

  /** Whether it is switched on. */
  has(ability: Ability): boolean {
    return this.#on.has(ability);
  }

  /** Switches one on or off, and with it what excludes it. */
  set(ability: Ability, on: boolean): void {
    if (on) this.#on.add(ability);
    else this.#on.delete(ability);
    for (const other of on ? excludedBy(ability) : []) this.#on.delete(other);
    for (const each of abilities) button(each).setAttribute("aria-pressed", String(this.has(each)));
  }
}

function excludedBy(ability: Ability): readonly Ability[] {
  return ability === "speak" ? ["think", "tools"] : ["speak"];
}

function button(ability: Ability): HTMLButtonElement {
  return find(document, `#${ability}`, HTMLButtonElement);
}
