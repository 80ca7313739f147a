/** Chat, as it is on the wire: names and shapes of the OpenAI-compatible mode (reference 2 to 4), snake_case kept. What is asked stands in the files named here, what is answered below. */
import type { ToolCall } from "./functions.js";
import type { Usage } from "./usage.js";

export type * from "./chat-models.js";
export type * from "./functions.js";
export type * from "./languages.js";
export type * from "./messages.js";
export type * from "./parameters.js";
export type * from "./parts.js";
export type * from "./search.js";
export type * from "./speech.js";
export type * from "./usage.js";

/** Why the model stopped. */
export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter" | "function_call" | (string & {});

/** Probabilities of tokens. `logprob: null` means extremely low. */
export interface Logprobs {
  content?: { token: string; bytes?: number[] | null; logprob: number | null; top_logprobs?: { token: string; bytes?: number[] | null; logprob: number | null }[] }[] | null;
}

/** What the model said. */
export interface ChatCompletionMessage {
  role: "assistant";
  content: string | null;
  reasoning_content?: string | null;
  refusal?: string | null;
  tool_calls?: ToolCall[];
  function_call?: { name: string; arguments: string } | null;
  /** Base64 of 16-bit mono PCM at 24 kHz (reference 19). */
  audio?: { id: string; data: string; transcript: string; expires_at: number | null } | null;
}
/** One choice of an answer. */
export interface ChatCompletionChoice {
  index: number;
  message: ChatCompletionMessage;
  /** null only where the service ran out of time (quirk 18), or in a partial answer. */
  finish_reason: FinishReason | null;
  logprobs?: Logprobs | null;
}
/** A whole answer: of a plain call, or folded from a stream. */
export interface ChatCompletion {
  id: string;
  object: "chat.completion";
  /** Seconds since 1970. */
  created: number;
  model: string;
  choices: ChatCompletionChoice[];
  usage?: Usage | null;
  system_fingerprint?: string | null;
}

/** What is new in a chunk. Every field may be absent or null. */
export interface ChatCompletionDelta {
  role?: "assistant" | null;
  content?: string | null;
  reasoning_content?: string | null;
  refusal?: string | null;
  tool_calls?: { index: number; id?: string | null; type?: "function" | null; function?: { name?: string | null; arguments?: string | null } | null }[] | null;
  audio?: { id?: string; data?: string; transcript?: string; expires_at?: number } | null;
}
/** One choice of a chunk. */
export interface ChatCompletionChunkChoice {
  index: number;
  delta: ChatCompletionDelta;
  finish_reason?: FinishReason | null;
  logprobs?: Logprobs | null;
}
/** One event of a stream, as on the wire: the usage chunk has no choices. */
export interface ChatCompletionChunk {
  id: string;
  object: "chat.completion.chunk";
  created: number;
  model: string;
  choices: ChatCompletionChunkChoice[];
  usage?: Usage | null;
  system_fingerprint?: string | null;
}
