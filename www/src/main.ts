/** The demo page: documents on one side, the conversation about them on the other. */
import { Conversation } from "./conversation.js";
import { Documents } from "./documents.js";
import { announce, find } from "./dom.js";
import { language, onLanguage, preferredLanguage, speak, t } from "./i18n/index.js";
import { startIntake } from "./intake.js";
import { sampleFile, sampleQuestions } from "./samples.js";
import { startService } from "./service.js";
import { Session } from "./session.js";
import { startTheme } from "./theme.js";

/** The gateway stands on the page's own origin. */
const newSession = (): Session => new Session("/v1");

let session = newSession();
const documents = new Documents(session);
const conversation = new Conversation(session);

startTheme(find(document, "#theme", HTMLButtonElement));
startLanguage();
void startService();
startIntake((source) => documents.add(source));
find(document, "#sample", HTMLButtonElement).addEventListener("click", addSample);
find(document, "#start-over", HTMLButtonElement).addEventListener("click", startOver);

function startLanguage(): void {
  const buttons = document.querySelectorAll<HTMLButtonElement>("#languages button");
  for (const button of buttons) button.addEventListener("click", () => speak(button.lang === "en" ? "en" : "zh-CN"));
  onLanguage(() => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.lang === language()));
    documents.render();
    conversation.render();
  });
  speak(preferredLanguage());
}

function addSample(): void {
  documents.add(sampleFile());
  const chips = sampleQuestions().map(chip);
  find(document, "#suggestions", HTMLElement).replaceChildren(...chips);
}

/** A question that is asked by one click, once. The focus goes on to the button that now says "Stop". */
function chip(question: string): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip";
  button.textContent = question;
  button.addEventListener("click", () => {
    button.remove();
    find(document, "#ask", HTMLButtonElement).focus();
    conversation.ask(question);
  });
  return button;
}

async function startOver(): Promise<void> {
  const old = session;
  session = newSession();
  conversation.clear(session);
  documents.clear(session);
  find(document, "#suggestions", HTMLElement).replaceChildren();
  const notice = find(document, "#notice", HTMLElement);
  notice.textContent = "";
  announce(t().announce.startedOver);
  find(document, "#choose", HTMLButtonElement).focus();
  if (!(await old.deleteFiles())) notice.textContent = t().cannotDelete;
}
