/** Documents: what `ask` and `attach` take, and what they tell on the way. */
import type { RequestOptions } from "../options.js";
import type { Uploadable } from "./files.js";

/** How far a document has come when it fails. */
export type DocumentPhase = "upload" | "parse" | "answer";

/** A file that the service has. */
export interface FileIdDocument {
  /** "file-fe-…", of an upload with the purpose "file-extract". */
  fileId: string;
}
/** A document as plain text, up to about 1M tokens (reference 7.2). */
export interface TextDocument {
  /** All of it. */
  text: string;
}
/** A document's text with what is known of it, sent as one JSON string (reference 7.3). */
export interface DescribedDocument {
  /** All of its text. */
  content: string;
  /** The format that it came from: "pdf" in the service's sample; which others there are is not documented. */
  file_type?: string;
  /** Without an ending, in the service's sample. */
  filename?: string;
  /** What it is called. */
  title?: string;
}
/** Any document: something to upload, or one of the ways that need no upload. */
export type DocumentSource = Uploadable | FileIdDocument | TextDocument | DescribedDocument;

/** One step of a document's way. */
export interface DocumentProgress {
  /** "upload": it goes up; "parse": the service reads it, told again at every look; "ready": it can be asked. */
  phase: "upload" | "parse" | "ready";
  /** Which of the call's documents, from 0. */
  index: number;
  /** null where it has none. */
  filename: string | null;
  /** null until the service has it. */
  fileId: string | null;
  /** Its size; null where it is not uploaded by this call. */
  bytes: number | null;
  /** How often the service has said "not yet". */
  attempt: number;
  /** Milliseconds since the call began. */
  elapsed: number;
}
/** Told every step. What it throws fails the call. */
export type OnProgress = (event: DocumentProgress) => void;

/**
 * Options of everything that takes documents: those of a call, which hold for each of its calls (the upload, the probe, the
 * answer), but for `timeout`.
 */
export interface DocumentOptions extends Omit<RequestOptions, "timeout"> {
  /** Stops the upload, the wait and the answer. */
  signal?: AbortSignal | null | undefined;
  /** Told every step of every document. */
  onProgress?: OnProgress | undefined;
  /**
   * Milliseconds for which the service's reading is waited out. Default 600,000 (10 minutes). The clocks of the calls
   * themselves (`timeout: { idle }` and its like) are the client's: set them there.
   */
  timeout?: number | undefined;
}
