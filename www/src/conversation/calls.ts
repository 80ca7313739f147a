/** The tools that a model calls, each as a card that fills in: its name and arguments, then what became of it. */
import { find, fromTemplate } from "../dom.js";
import { t, translate } from "../i18n/index.js";

/** A call, as the run tells it. */
export interface Call {
  id: string;
  name: string;
  /** JSON, as the model wrote it. */
  arguments: string;
}

/** What became of a call. */
export type Settled = { result: unknown } | { failure: string };

type State = "running" | "done" | "failed" | "stopped";

/** The calls of one turn. Everything in them is untrusted, and shown as text. */
export class Calls {
  readonly element = document.createElement("ol");
  readonly #cards = new Map<string, HTMLElement>();

  constructor() {
    this.element.className = "calls";
  }

  /** The model calls a tool. */
  add({ id, name, arguments: text }: Call): void {
    const card = fromTemplate("call");
    find(card, ".call-name", HTMLElement).textContent = name;
    find(card, ".call-arguments", HTMLElement).append(...facts(parsed(text)));
    this.#cards.set(id, card);
    this.#set(card, "running");
    this.element.append(card);
  }

  /** The tool has answered, or failed. */
  settle(id: string, settled: Settled): void {
    const card = this.#cards.get(id);
    if (!card) return;
    const failed = "failure" in settled;
    find(card, ".call-result", HTMLElement).replaceChildren(...facts(failed ? settled.failure : settled.result));
    this.#set(card, failed ? "failed" : "done");
  }

  /** Nobody waits any more for those that still run. */
  abandon(): void {
    for (const card of this.#cards.values()) if (card.dataset["state"] === "running") this.#set(card, "stopped");
  }

  /** Shows the states in the page's language. */
  render(): void {
    for (const card of this.#cards.values()) {
      translate(card);
      find(card, ".call-state", HTMLElement).textContent = t().call[card.dataset["state"] as State];
    }
  }

  #set(card: HTMLElement, state: State): void {
    card.dataset["state"] = state;
    this.render();
  }
}

/** An object as its members, anything else as itself. */
function facts(value: unknown): Node[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [fact(null, value)];
  return Object.entries(value).map(([name, member]) => fact(name, member));
}

function fact(name: string | null, value: unknown): HTMLElement {
  const element = document.createElement("span");
  element.className = "fact";
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  if (name === null) element.append(text);
  else element.append(Object.assign(document.createElement("i"), { textContent: name }), " ", text);
  return element;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json; // no JSON: the run tells the model
  }
}
