/** The page's title and heading: what the shown mode is for. */
import { find } from "./dom.js";
import { t } from "./i18n/index.js";
import { shownMode } from "./tabs.js";

/** The field that the skip link leads to. */
const fields = { documents: "question", chat: "chat-question", translate: "translate-text" };

/** Shows both, in the page's language. */
export function showTitle(): void {
  const title = t().titles[shownMode()];
  find(document, "h1", HTMLElement).textContent = title;
  document.title = `${title} · qwen-edge`;
  find(document, ".skip", HTMLAnchorElement).href = `#${fields[shownMode()]}`;
}
