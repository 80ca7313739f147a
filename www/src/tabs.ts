/** The tabs in the header: which mode is shown. The address remembers it, so that a link can lead to one. */
import { find } from "./dom.js";
import type { ModeName } from "./mode.js";

const names: readonly ModeName[] = ["documents", "chat", "translate"];
const listeners: (() => void)[] = [];
let current: ModeName = "documents";

/** The mode that is shown. */
export function shownMode(): ModeName {
  return current;
}

/** Calls `listener` after each change of mode. */
export function onMode(listener: () => void): void {
  listeners.push(listener);
}

/** Makes the tabs work: by click, by the arrow keys, by the address. */
export function startTabs(): void {
  for (const name of names) {
    tab(name).addEventListener("click", () => show(name));
    tab(name).addEventListener("keydown", (event) => key(event, name));
  }
  addEventListener("hashchange", followAddress);
  followAddress();
}

function followAddress(): void {
  const wanted = names.find((name) => location.hash === `#${name}`);
  if (wanted) show(wanted);
}

function show(name: ModeName): void {
  current = name;
  history.replaceState(null, "", `#${name}`);
  for (const other of names) {
    tab(other).setAttribute("aria-selected", String(other === name));
    tab(other).tabIndex = other === name ? 0 : -1;
    find(document, `#${other}-mode`, HTMLElement).hidden = other !== name;
  }
  for (const listener of listeners) listener();
}

/** One tab is a stop of the Tab key; the arrows lead to the others (WAI-ARIA, tabs). */
function key(event: KeyboardEvent, from: ModeName): void {
  const at = names.indexOf(from);
  const targets: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  const name = names.at(target % names.length) ?? from;
  show(name);
  tab(name).focus();
}

function tab(name: ModeName): HTMLButtonElement {
  return find(document, `#${name}-tab`, HTMLButtonElement);
}
