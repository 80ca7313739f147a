/** Light or dark: the system's wish until the visitor says otherwise. */
import { recall, remember } from "./memory.js";

const wishesDark = matchMedia("(prefers-color-scheme: dark)");

/** Makes `button` the switch. */
export function startTheme(button: HTMLButtonElement): void {
  const chosen = recall("theme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset["theme"] = chosen;
  const show = (): void => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    document.documentElement.dataset["theme"] = next;
    remember("theme", next);
    show();
  });
  wishesDark.addEventListener("change", show);
  show();
}

function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen === undefined ? wishesDark.matches : chosen === "dark";
}
