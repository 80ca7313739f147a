/** What the page remembers from one visit to the next: the two switches in its header, nothing else. */
export type Choice = "language" | "theme";

/** The visitor's earlier choice, or null. Storage may be forbidden; then nothing is remembered. */
export function recall(choice: Choice): string | null {
  try {
    return localStorage.getItem(choice);
  } catch {
    return null;
  }
}

/** Keeps a choice for the next visit. */
export function remember(choice: Choice, value: string): void {
  try {
    localStorage.setItem(choice, value);
  } catch {
    // Storage is forbidden or full: the choice holds for this visit only.
  }
}
