/** The parameters of a chat request (reference 2.1). All stand at the top level; there is no `extra_body` on the wire. */
import type { ChatModel } from "./chat-models.js";
import type { ChatMessage } from "./messages.js";
import type { SearchOptions } from "./search.js";
import type { Modalities, SpeechOptions } from "./speech.js";
import type { Tool, ToolChoice } from "./functions.js";
import type { TranslationOptions } from "./translation.js";

/** The form of the answer (reference 14). Not while the model thinks. */
export type ResponseFormat =
  | { type: "text" }
  /** Any JSON object. The word "json" must stand in a system or user message. */
  | { type: "json_object" }
  /** JSON by this schema. `name`: letters, digits, `_` and `-`, up to 64. */
  | { type: "json_schema"; json_schema: { name: string; description?: string; schema: Record<string, unknown>; strict?: boolean } };

/** All parameters of a chat request but its model and its messages. */
export interface ChatSettings {
  /** How freely the model chooses: `[0, 2)`. Default 0.7 mostly; qwen-long 1.0, thinking 0.6, Qwen-MT 0.65, Omni 0.9, math 0. */
  temperature?: number | null;
  /** Of the likeliest tokens, as many as together reach this probability: `(0, 1]`. Default 0.8; thinking 0.95. */
  top_p?: number | null;
  /** Of the likeliest tokens, this many; null or over 100: all. Default 20; QwQ 40, Omni 50, math and Qwen-MT 1. */
  top_k?: number | null;
  /** `[-2, 2]`: the higher, the less the model repeats itself. Default 0 or 1.5, by model. */
  presence_penalty?: number | null;
  /** Over 0: the higher, the less the model repeats itself. Default 1.0. */
  repetition_penalty?: number | null;
  /** 0 to 2³¹ - 1: the same seed makes the same answer likely. Default 1234. */
  seed?: number | null;

  /** Tokens of the answer, without its reasoning; past it the finish reason is "length". Default: the most that the model can. */
  max_tokens?: number | null;
  /** Tokens of answer and reasoning together, for newer models. */
  max_completion_tokens?: number | null;
  /** Where the answer ends: strings, or tokens by number, not both. */
  stop?: string | string[] | number[] | number[][] | null;
  /** Answers to one question: 1 to 4, few models, not with tools. Default 1. */
  n?: number | null;
  /** Probabilities of the answer's tokens, few models. Default false. */
  logprobs?: boolean | null;
  /** Of how many other tokens, 0 to 5. */
  top_logprobs?: number | null;
  /** Default `{ type: "text" }`. */
  response_format?: ResponseFormat;
  /** Only with `stream: true`. `include_usage`: a last chunk without choices tells the usage. Default false. */
  stream_options?: { include_usage?: boolean } | null;

  /** What the model may call; `runTools` performs it as well. Default none. */
  tools?: Tool[];
  /** Default "auto". While the model thinks, only "auto" and "none". */
  tool_choice?: ToolChoice;
  /** Several calls in one answer. Default false: one, even where several are needed. */
  parallel_tool_calls?: boolean;
  /** A call's arguments as they are written, for models of other makers (GLM). */
  tool_stream?: boolean;

  /** Reasoning before the answer (reference 6). On by default for qwen3.5 and open Qwen3 models, off for qwen-plus, qwen-flash, qwen3-max. */
  enable_thinking?: boolean;
  /** The most tokens of reasoning; then the model answers at once. Default: the most that the model can. */
  thinking_budget?: number;
  /** How much the newest models think; not with `thinking_budget`. */
  reasoning_effort?: "low" | "medium" | "high" | (string & {});
  /** The model sees the reasoning of earlier turns, where `reasoning_content` is sent. Default false (true for the newest max and flash). */
  preserve_thinking?: boolean;

  /** Web search (reference 20). Default false. */
  enable_search?: boolean;
  /** With `enable_search`. */
  search_options?: SearchOptions;
  /** The model may run code. Default false. */
  enable_code_interpreter?: boolean;

  /** Omni models: text alone, or speech too. Default `["text"]`. */
  modalities?: Modalities;
  /** With `modalities: ["text", "audio"]`. */
  audio?: SpeechOptions;
  /** Images are seen in up to 16,777,216 pixels; `max_pixels` is ignored. Default false. */
  vl_high_resolution_images?: boolean;
  /** Qwen-MT only, and all that it needs besides the text (reference 9). */
  translation_options?: TranslationOptions;
  /** Of qwen-doc-turbo, such as slides; streamed only. */
  skill?: Record<string, unknown>[];
  /** Yours; accepted, not read. */
  metadata?: Record<string, unknown>;
}

/** Parameters of a chat request; unknown ones are sent as they are. Not supported by the service: `frequency_penalty`, `logit_bias`, `user`. */
export interface ChatParams extends ChatSettings {
  /** Known ones are offered by the editor; any other string is fine. */
  model: ChatModel;
  /** At least one, of the user. The service keeps nothing: all that was said is sent each time. */
  messages: ChatMessage[];
  [parameter: string]: unknown;
}

/** Parameters of a plain call. */
export interface ChatParamsNonStreaming extends ChatParams {
  /** Default false: the promise resolves with the whole answer. */
  stream?: false | null;
}

/** Parameters of a streamed call. */
export interface ChatParamsStreaming extends ChatParams {
  /** The promise resolves at the head of the answer, with a stream. */
  stream: true;
}

/** Parameters of an answer that goes on from a beginning (reference 15). */
export type ContinueParams<P extends ChatParams = ChatParams> = P & {
  /** How the answer begins. */
  prefix: string;
};
