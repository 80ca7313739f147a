/** What the page can be used for: one thing at a time. */

/** The things that it can be used for. */
export type ModeName = "documents" | "chat" | "translate";

/** What came in by a drop, a paste or a file picker. */
export type Source = File | { text: string };

/** One of them. */
export interface Mode {
  /** Takes what was dropped or pasted anywhere on the page. */
  add(source: Source): void;
  /** Stops what is under way. */
  stop(): void;
  /** Begins anew, and puts the keyboard where that begins. */
  startOver(): void;
  /** Shows everything in the language that is now the page's. */
  render(): void;
}
