/** Why a document cannot be used. What the service says to each stands in `chat/documents.ts`. */
export type Flaw = "format" | "size" | "pages" | "blank" | "broken";

/** Thrown when a document cannot be used. */
export class Unreadable extends Error {
  constructor(readonly flaw: Flaw) {
    super(`unreadable document: ${flaw}`);
  }
}
