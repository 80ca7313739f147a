/** Errors and unfinished answers, as something the page can say: what happened and the next step. */
import {
  APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError, DocumentError, TruncatedStreamError,
  type StreamEnd,
} from "qwen-edge";
import type { ProblemName } from "./i18n/index.js";

/** What to tell, and what to quote in a support request (error code and request id), if the service gave one. */
export interface Problem {
  name: ProblemName;
  reference: string | null;
}

/** What the service says of a document, in its own words (reference 7.5). */
const documentProblems: readonly [words: string, name: ProblemName][] = [
  ["format is not supported", "format"],
  ["exceeds size limit", "size"],
  ["exceeds page limits", "pages"],
  ["content blank", "blank"],
  ["parsing error", "unreadable"],
  ["Invalid file", "gone"],
  ["cannot be found", "gone"],
  ["Too many files", "tooMany"],
  ["token length exceed", "tooLong"],
];

/** Names what went wrong. */
export function problemOf(error: unknown): Problem {
  return { name: nameOf(error), reference: error instanceof APIError ? referenceOf(error) : null };
}

/** Names why an answer is not complete; null for one that is. */
export function problemOfEnd(end: StreamEnd): Problem | null {
  switch (end.state) {
    case "complete":
    case "tool_calls":
      return null;
    case "length":
      return { name: "length", reference: null };
    case "content_filter":
      return { name: "filtered", reference: null };
    case "aborted":
      return { name: "stopped", reference: null };
    case "stalled":
      return { name: "stalled", reference: end.requestId };
    case "truncated":
      return { name: "cut", reference: end.requestId };
    case "error":
      return problemOf(end.error);
  }
}

function nameOf(error: unknown): ProblemName {
  if (error instanceof APIUserAbortError) return "stopped";
  if (error instanceof APIConnectionTimeoutError) return "slow";
  if (error instanceof TruncatedStreamError) return "cut";
  if (error instanceof APIConnectionError) return "unreachable";
  if (error instanceof DocumentError && error.code === "parsing_timeout") return "slow";
  const words = error instanceof Error ? error.message : "";
  const known = documentProblems.find(([part]) => words.includes(part));
  if (known) return known[1];
  return error instanceof APIError ? nameOfStatus(error.status) : "unknown";
}

function nameOfStatus(status: number | null | undefined): ProblemName {
  if (status === 401) return "key";
  if (status === 403) return "refused";
  if (status === 408 || status === 504) return "slow";
  if (status === 413) return "size";
  if (status === 429) return "busy";
  if (status !== null && status !== undefined && status >= 500) return "broken";
  return "invalid";
}

function referenceOf(error: APIError): string | null {
  const parts = [error.code, error.requestId].filter((part) => part !== null && part !== undefined && part !== "");
  return parts.length === 0 ? null : parts.join(" · ");
}
