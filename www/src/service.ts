/** Which service answers behind the gateway: the server knows, the page says it. */
import { find } from "./dom.js";
import { onLanguage, t } from "./i18n/index.js";

/** The emulator in the server's own process, or the real service. */
export type Service = "emulator" | "dashscope" | "unknown";

let current: Service = "unknown";

/** Who answers, as far as is known. */
export function answeredBy(): Service {
  return current;
}

/** Asks the server and shows the answer in the header and in the picture of the way. */
export async function startService(): Promise<void> {
  onLanguage(show);
  current = await ask().catch(() => "unknown" as const);
  show();
}

async function ask(): Promise<Service> {
  const response = await fetch("/demo.json");
  const { service } = (await response.json()) as { service?: unknown };
  return service === "emulator" || service === "dashscope" ? service : "unknown";
}

function show(): void {
  const { name, note } = t().service[current];
  document.documentElement.dataset["service"] = current;
  for (const element of document.querySelectorAll(".service-name")) element.textContent = name;
  for (const element of document.querySelectorAll(".service-note")) element.textContent = note;
  find(document, "#service", HTMLElement).title = `${name}: ${note}`;
}
