/** Chat, as it is on the wire: names and shapes of the OpenAI-compatible mode (reference 2 to 4), snake_case kept. */

/** A model's name. Known ones are offered by the editor; any other string is fine. */
export type ChatModel = "qwen-long" | "qwen-long-latest" | "qwen-plus" | "qwen-flash" | "qwen-max" | "qwen-turbo" | "qwen3-max" | (string & {});

/** Text within a content array; with `cache_control` it marks the end of an explicit cache block (reference 17). */
export interface TextPart {
  type: "text";
  text: string;
  cache_control?: { type: "ephemeral" };
}
/** A part of a user's message that is not text (reference 18, 19); see the service's documentation for its fields. */
export interface MediaPart {
  type: "image_url" | "input_audio" | "video" | "video_url" | "doc_url";
  [field: string]: unknown;
}

/** The role, or a document for Qwen-Long (reference 7). */
export interface SystemMessage {
  role: "system";
  content: string | TextPart[];
}
/** The one who asks. */
export interface UserMessage {
  role: "user";
  content: string | (TextPart | MediaPart)[];
}
/** The model. `partial: true` on the last message asks for its continuation (reference 15). */
export interface AssistantMessage {
  role: "assistant";
  content?: string | TextPart[] | null;
  tool_calls?: ToolCall[];
  partial?: boolean;
  reasoning_content?: string | null;
}
/** A tool's result, as text. */
export interface ToolMessage {
  role: "tool";
  tool_call_id: string;
  content: string;
}
/** One message of a request. */
export type ChatMessage = SystemMessage | UserMessage | AssistantMessage | ToolMessage;

/** A function the model may call (reference 13). */
export interface Tool {
  type: "function";
  function: { name: string; description?: string; parameters?: Record<string, unknown> };
}
/** A call the model makes. `arguments` is JSON text as the model wrote it: it may be invalid. */
export interface ToolCall {
  id: string;
  type: "function";
  function: { name: string; arguments: string };
  index?: number;
}

/** Parameters of a chat request; unknown ones are sent as they are (reference 2.1). */
export interface ChatParams {
  model: ChatModel;
  messages: ChatMessage[];
  /** `[0, 2)`; qwen-long: 1.0 */
  temperature?: number | null;
  /** `(0, 1]` */
  top_p?: number | null;
  top_k?: number | null;
  presence_penalty?: number | null;
  repetition_penalty?: number | null;
  /** Tokens of the answer; past it the finish reason is "length". */
  max_tokens?: number | null;
  max_completion_tokens?: number | null;
  /** 1 to 4, few models. */
  n?: number | null;
  seed?: number | null;
  stop?: string | string[] | number[] | number[][] | null;
  logprobs?: boolean | null;
  top_logprobs?: number | null;
  response_format?: { type: "text" } | { type: "json_object" } | { type: "json_schema"; json_schema: { name: string; description?: string; schema: Record<string, unknown>; strict?: boolean } };
  tools?: Tool[];
  tool_choice?: "auto" | "none" | { type: "function"; function: { name: string } };
  parallel_tool_calls?: boolean;
  enable_thinking?: boolean;
  thinking_budget?: number;
  enable_search?: boolean;
  search_options?: Record<string, unknown>;
  /** Only with `stream: true`. */
  stream_options?: { include_usage?: boolean } | null;
  [parameter: string]: unknown;
}
/** Parameters of a plain call. */
export interface ChatParamsNonStreaming extends ChatParams {
  stream?: false | null;
}
/** Parameters of a streamed call. */
export interface ChatParamsStreaming extends ChatParams {
  stream: true;
}

/** Parameters of an answer that goes on from a beginning (reference 15). */
export type ContinueParams<P extends ChatParams = ChatParams> = P & {
  /** How the answer begins. */
  prefix: string;
};

/** Tokens. Details may be absent or null. */
export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details?: { cached_tokens?: number; text_tokens?: number; image_tokens?: number; video_tokens?: number; audio_tokens?: number; cache_creation_input_tokens?: number; cache_type?: string } | null;
  completion_tokens_details?: { reasoning_tokens?: number; text_tokens?: number; audio_tokens?: number } | null;
}

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
