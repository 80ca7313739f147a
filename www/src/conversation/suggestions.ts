/** Questions that are asked by one click, once. */

/** What a chip says, and what its click asks. */
export interface Suggestion {
  label: string;
  ask(): void;
}

/** A chip for each of them. */
export function suggestions(all: readonly Suggestion[]): HTMLElement[] {
  return all.map(({ label, ask }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.textContent = label;
    button.addEventListener("click", () => (button.remove(), ask()));
    return button;
  });
}
