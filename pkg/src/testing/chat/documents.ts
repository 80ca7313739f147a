import type { Call } from "../call.js";
import { inferenceError, parsingInProgress } from "../errors.js";
import type { Content } from "../files/content.js";
import type { StoredFile } from "../files/store.js";
import { type Flaw, Unreadable } from "../files/unreadable.js";
import { Passages } from "../search/passages.js";
import type { DocumentSource } from "./conversation.js";

/** A document that has been read. */
export interface LoadedDocument {
  /** File name, title, or the first words. */
  name: string;
  /** The id of an uploaded file, null for a document that came as text or JSON. */
  fileId: string | null;
  kind: DocumentSource["kind"];
  afterTurn: number;
  content: Content;
}

/** The guide says at most 100, the error page fewer (reference 7.6): the greater number is let through. */
const MOST_FILES = 100;

/** The file errors of reference 7.5. */
const FLAWS: Readonly<Record<Flaw, (id: string, pages: number) => string>> = {
  format: (id) => `File [id:${id}] format is not supported.`,
  size: (id) => `File [id:${id}] exceeds size limit.`,
  pages: (id, pages) => `File [id:${id}] exceeds page limits (${pages} pages).`,
  blank: (id) => `File [id:${id}] content blank.`,
  broken: (id) => `File: ${id} parsing error`,
};

/**
 * Reads the documents, in order. Throws the 400s of reference 7.5: for too many or unknown files at once, then, when the
 * latency is over, for files deleted meanwhile, files still being parsed, and files that cannot be read.
 */
export async function loadDocuments(
  sources: readonly DocumentSource[],
  call: Call,
  account: string,
): Promise<LoadedDocument[]> {
  const ids = sources.flatMap((source) => (source.kind === "file" ? [source.id] : []));
  if (ids.length > MOST_FILES) throw inferenceError("Too many files provided.");
  const files = new Map(ids.map((id) => [id, usable(call, account, id)]));
  await call.latency;
  for (const { id, deleted } of files.values()) {
    if (deleted) throw inferenceError(`File [id:${id}] cannot be found.`);
  }
  const waiting = [...files.values()].filter((file) => file.inProgress());
  if (waiting.length > 0) throw parsingInProgress();
  return Promise.all(sources.map((source) => load(source, files, call)));
}

function usable(call: Call, account: string, id: string): StoredFile {
  const file = call.files.get(account, id);
  if (file?.purpose === "file-extract") return file;
  throw inferenceError(`Invalid file [id:${id}].`);
}

async function load(source: DocumentSource, files: ReadonlyMap<string, StoredFile>, call: Call): Promise<LoadedDocument> {
  const { kind, afterTurn } = source;
  if (source.kind !== "file") {
    const name = source.kind === "json" ? source.name : firstWords(source.text);
    return { kind, afterTurn, name, fileId: null, content: new Passages(source.text) };
  }
  const stored = files.get(source.id) as StoredFile;
  return { kind, afterTurn, name: stored.file.name, fileId: stored.id, content: await contentOf(stored, call) };
}

async function contentOf(file: StoredFile, call: Call): Promise<Content> {
  try {
    return await file.content();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw inferenceError(FLAWS[error.flaw](file.id, call.settings.limits.pages));
  }
}

/** The first line of a text, 40 characters at most, in quotation marks. */
export function firstWords(text: string): string {
  const [line = ""] = text.trim().split("\n");
  const characters = Array.from(line);
  return `“${characters.slice(0, 40).join("").trim()}${characters.length > 40 ? "…" : ""}”`;
}
