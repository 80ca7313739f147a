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

/** Probabilities of tokens. */
export interface Logprobs {
  /** One item a token. `logprob` is the natural logarithm; null means extremely low. `bytes` are the token's, in UTF-8. */
  content?: { token: string; bytes?: number[] | null; logprob: number | null; top_logprobs?: { token: string; bytes?: number[] | null; logprob: number | null }[] }[] | null;
}

/** What the model said. */
export interface ChatCompletionMessage {
  role: "assistant";
  /** The answer. "" or null where the model calls tools or speaks. */
  content: string | null;
  /** What it thought before (reference 6). Not sent back by this client, unless `preserve_thinking` asks for it. */
  reasoning_content?: string | null;
  /** Why it does not answer; null as a rule. */
  refusal?: string | null;
  /** The tools it wants called, before it goes on (reference 13). */
  tool_calls?: ToolCall[];
  /** Deprecated in the protocol; null. */
  function_call?: { name: string; arguments: string } | null;
  /** Base64 of 16-bit mono PCM at 24 kHz (reference 19). */
  audio?: { id: string; data: string; transcript: string; expires_at: number | null } | null;
}
/** One choice of an answer. */
export interface ChatCompletionChoice {
  /** From 0: more than one choice only with `n`. */
  index: number;
  /** What the model said. */
  message: ChatCompletionMessage;
  /** null only where the service ran out of time (quirk 18), or in a partial answer. */
  finish_reason: FinishReason | null;
  /** Where `logprobs` asked for them. */
  logprobs?: Logprobs | null;
}
/** A whole answer: of a plain call, or folded from a stream. */
export interface ChatCompletion {
  /** Of this answer. The service's support wants the request id instead: `requestId`. */
  id: string;
  object: "chat.completion";
  /** Seconds since 1970. */
  created: number;
  /** The model that answered: it may be a dated version of what was asked. */
  model: string;
  /** One, or `n` of them. */
  choices: ChatCompletionChoice[];
  /** What it cost. A stream tells it only where `stream_options: { include_usage: true }` asked. */
  usage?: Usage | null;
  /** Always null or "" with this service. */
  system_fingerprint?: string | null;
}

/** What is new in a chunk. Every field may be absent or null. */
export interface ChatCompletionDelta {
  /** In the first chunk. */
  role?: "assistant" | null;
  /** Text of the answer. */
  content?: string | null;
  /** Text of the reasoning: it comes before the answer (reference 6). */
  reasoning_content?: string | null;
  refusal?: string | null;
  /** Pieces of calls: those of one `index` belong together, and their `arguments` are joined (reference 13). */
  tool_calls?: { index: number; id?: string | null; type?: "function" | null; function?: { name?: string | null; arguments?: string | null } | null }[] | null;
  /** A piece of speech: base64 that may be cut anywhere, and a piece of its text (reference 19). */
  audio?: { id?: string; data?: string; transcript?: string; expires_at?: number } | null;
}
/** One choice of a chunk. */
export interface ChatCompletionChunkChoice {
  /** Which choice it goes on with. */
  index: number;
  /** What is new. */
  delta: ChatCompletionDelta;
  /** null until the choice has ended. */
  finish_reason?: FinishReason | null;
  /** Of the tokens of this chunk. */
  logprobs?: Logprobs | null;
}
/** One event of a stream, as on the wire: the usage chunk has no choices. */
export interface ChatCompletionChunk {
  /** The same in all chunks of an answer. */
  id: string;
  object: "chat.completion.chunk";
  /** Seconds since 1970. */
  created: number;
  model: string;
  /** Empty in the usage chunk. */
  choices: ChatCompletionChunkChoice[];
  /** In the last chunk, where `stream_options: { include_usage: true }` asked. */
  usage?: Usage | null;
  system_fingerprint?: string | null;
}
