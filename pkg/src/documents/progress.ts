/** Tells the steps of documents. */
import type { Waiting } from "../chat.js";
import type { RequestOptions } from "../options.js";
import type { DocumentOptions, DocumentProgress, OnProgress } from "../types/documents.js";

/** @internal A chat call's options, for one that waits until the service has read its documents: their `timeout` is that of the wait. */
export function patiently({ timeout, onProgress: _, ...options }: DocumentOptions, progress: Progress): RequestOptions & Waiting {
  return { ...options, parsingTimeout: timeout, onParsing: progress.parsing };
}

/** The progress of one call's documents. */
export class Progress {
  readonly #tell: OnProgress | undefined;
  readonly #begun = Date.now();
  readonly #documents: DocumentProgress[];

  constructor(tell: OnProgress | undefined, count: number) {
    this.#tell = tell;
    const blank = { phase: "ready" as const, filename: null, fileId: null, bytes: null, attempt: 0, elapsed: 0 };
    this.#documents = Array.from({ length: count }, (_, index) => ({ ...blank, index }));
  }

  uploading(index: number, filename: string, bytes: number): void {
    this.#step(index, { phase: "upload", filename: filename || null, bytes });
  }

  /** A file that the service has already: nothing to tell unless it is still being read. */
  given(index: number, fileId: string): void {
    this.#documents[index] = { ...(this.#documents[index] as DocumentProgress), phase: "parse", fileId };
  }

  /** The one file of the call, null where there are several or none: errors of the service do not always name it. */
  get onlyFile(): string | null {
    const files = this.#documents.filter(({ fileId }) => fileId !== null);
    return files.length === 1 ? (files[0] as DocumentProgress).fileId : null;
  }

  uploaded(index: number, file: { id: string; filename?: string }): void {
    this.#step(index, { phase: "parse", fileId: file.id, ...(file.filename !== undefined && { filename: file.filename }) });
  }

  /** The service is still reading; it does not say which. */
  readonly parsing = (attempt: number): void => {
    for (const { index, phase } of this.#documents) if (phase === "parse") this.#step(index, { attempt });
  };

  ready(): void {
    for (const { index } of this.#documents) this.#step(index, { phase: "ready" });
  }

  #step(index: number, news: Partial<DocumentProgress>): void {
    const document = { ...(this.#documents[index] as DocumentProgress), ...news, elapsed: Date.now() - this.#begun };
    this.#documents[index] = document;
    this.#tell?.({ ...document });
  }
}
