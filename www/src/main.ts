/** The demo page: documents to ask, a chat, a translator; one of them shown. */
import { ChatMode } from "./chat/mode.js";
import { DocumentsMode } from "./documents/mode.js";
import { find } from "./dom.js";
import { language, onLanguage, preferredLanguage, speak } from "./i18n/index.js";
import { startIntake } from "./intake.js";
import type { Mode, ModeName } from "./mode.js";
import { startService } from "./service.js";
import { onMode, shownMode, startTabs } from "./tabs.js";
import { startTheme } from "./theme.js";
import { showTitle } from "./title.js";
import { TranslateMode } from "./translate/mode.js";

/** The gateway stands on the page's own origin. */
const BASE_URL = "/v1";

const modes: Record<ModeName, Mode> = { documents: new DocumentsMode(BASE_URL), chat: new ChatMode(BASE_URL), translate: new TranslateMode(BASE_URL) };
const shown = (): Mode => modes[shownMode()];

startTheme(find(document, "#theme", HTMLButtonElement));
onMode(showTitle);
startTabs();
startLanguage();
void startService();
startIntake((source) => shown().add(source));
find(document, "#start-over", HTMLButtonElement).addEventListener("click", () => shown().startOver());
document.addEventListener("keydown", (event) => isPlainEscape(event) && shown().stop());

function startLanguage(): void {
  const buttons = document.querySelectorAll<HTMLButtonElement>("#languages button");
  for (const button of buttons) button.addEventListener("click", () => speak(button.lang === "en" ? "en" : "zh-CN"));
  onLanguage(() => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.lang === language()));
    showTitle();
    for (const mode of Object.values(modes)) mode.render();
  });
  speak(preferredLanguage());
}

/** Not the Escape that closes the dialog or ends the writing of a Chinese word. */
function isPlainEscape(event: KeyboardEvent): boolean {
  return event.key === "Escape" && !event.isComposing && document.querySelector("dialog[open]") === null;
}
