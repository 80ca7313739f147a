/** A problem as the page shows it. */
import { t } from "./i18n/index.js";
import type { Problem } from "./problems.js";

/** What happened, the next step, and in small print what to quote to support. */
export function problemText({ name, reference }: Problem): Node[] {
  const { what, next } = t().problems[name];
  const nodes = [span("what", what), new Text(" "), span("next", next)];
  return reference === null ? nodes : [...nodes, new Text(" "), span("reference", reference)];
}

function span(className: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}
