import type { FinishReason, Usage } from "../types/chat.js";

/** How a stream ended. */
export interface StreamEnd {
  /**
   * "complete": the model stopped by itself; "length": the token limit stopped it; "tool_calls": it calls tools;
   * "content_filter": the service's filter stopped it; "truncated": the bytes ended before the answer; "stalled": nothing
   * came for too long; "aborted": by the caller, or by leaving the loop; "error": the service's own, or no answer at all.
   */
  state: "complete" | "length" | "tool_calls" | "content_filter" | "truncated" | "stalled" | "aborted" | "error";
  /** As the service said it; null where it said none. */
  finish_reason: FinishReason | null;
  /** Where the service told it: `stream_options: { include_usage: true }`. */
  usage?: Usage;
  /** For the service's support. */
  requestId: string | null;
  /** What iterating throws. */
  error?: unknown;
}
