/** Questions that are asked by one click, once. */

/** A question and what its click does. */
export interface Suggestion {
  text: string;
  ask(): void;
}

/** A chip for each of them. */
export function suggestions(all: readonly Suggestion[]): HTMLElement[] {
  return all.map(({ text, ask }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.textContent = text;
    button.addEventListener("click", () => (button.remove(), ask()));
    return button;
  });
}
