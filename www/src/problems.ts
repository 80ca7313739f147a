/** Errors and unfinished answers, as something the page can say: what happened and the next step. */
import {
  APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError, PreflightError, QwenError, StallTimeoutError, TruncatedStreamError,
} from "qwen-edge";
import type { Ending } from "./conversation/answerer.js";
import type { ProblemName } from "./i18n/index.js";

/** What to tell, and what to quote in a support request (error code and request id), if the service gave one. */
export interface Problem {
  name: ProblemName;
  reference: string | null;
}

/** What the service says, in its own words: of documents (reference 7.5), of pictures (18), of languages (9). */
const words: readonly [words: string, name: ProblemName][] = [
  ["format is not supported", "format"],
  ["exceeds size limit", "size"],
  ["exceeds page limits", "pages"],
  ["content blank", "blank"],
  ["parsing error", "unreadable"],
  ["Invalid file", "gone"],
  ["cannot be found", "gone"],
  ["Too many files", "tooMany"],
  ["token length exceed", "tooLong"],
  ["file format is illegal", "picture"],
  ["image length and width", "pictureSize"],
  ["暂时不支持当前设置的语种", "language"],
];

/** What the client calls it. */
const codes: Readonly<Record<string, ProblemName>> = {
  media_type_mismatch: "picture",
  media_type_unknown: "picture",
  media_unavailable: "picture",
  media_too_large: "pictureSize",
  worklet_unavailable: "silent",
  worklet_failed: "silent",
  too_many_rounds: "rounds",
  invalid_argument: "invalid",
  parsing_timeout: "slow",
};

/** Names what went wrong. */
export function problemOf(error: unknown): Problem {
  return { name: nameOf(error), reference: error instanceof APIError ? referenceOf(error) : null };
}

/** Names why an answer is not complete; null for one that is. */
export function problemOfEnd(end: Ending): Problem | null {
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
  if (error instanceof StallTimeoutError) return "stalled";
  if (error instanceof APIConnectionTimeoutError) return "slow";
  if (error instanceof TruncatedStreamError) return "cut";
  if (error instanceof APIConnectionError) return "unreachable";
  const code = QwenError.isInstance(error) ? codes[error.code ?? ""] : undefined;
  if (code) return code;
  const said = error instanceof Error ? error.message : "";
  const known = words.find(([part]) => said.includes(part));
  if (known) return known[1];
  if (error instanceof PreflightError) return "invalid";
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
