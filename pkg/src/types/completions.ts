/** Text completions, as they are on the wire (reference 11.3). Beijing only. */
import type { FinishReason, Logprobs, Usage } from "./chat.js";

/** A model of `/completions`. Known ones are offered by the editor; any other string is fine. */
export type CompletionModel =
  | "qwen-coder-turbo"
  | "qwen-coder-turbo-latest"
  | "qwen2.5-coder-32b-instruct"
  | "qwen2.5-coder-14b-instruct"
  | "qwen2.5-coder-7b-instruct"
  | "qwen2.5-coder-3b-instruct"
  | "qwen2.5-coder-1.5b-instruct"
  | "qwen2.5-coder-0.5b-instruct"
  | (string & {});

/** Parameters of a text completion; unknown ones are sent as they are. */
export interface CompletionParams {
  /** Of the qwen-coder family (reference 11.3). */
  model: CompletionModel;
  /** What the model goes on from: the code before the cursor. */
  prompt: string;
  /**
   * The code after the cursor: the model fills in what stands between. It goes into the prompt with the model's own markers
   * (`<|fim_prefix|>…`); the service has no parameter of this name.
   */
  suffix?: string | null;
  /** Tokens of the completion; past it the finish reason is "length". */
  max_tokens?: number | null;
  /** `[0, 2)` */
  temperature?: number | null;
  /** `(0, 1]` */
  top_p?: number | null;
  /** `[-2, 2]` */
  presence_penalty?: number | null;
  /** The same seed makes the same completion likely. */
  seed?: number | null;
  /** Where the completion ends. */
  stop?: string | string[] | null;
  /** Only with `stream: true`. */
  stream_options?: { include_usage?: boolean } | null;
  [parameter: string]: unknown;
}
/** Parameters of a plain call. */
export interface CompletionParamsNonStreaming extends CompletionParams {
  stream?: false | null;
}
/** Parameters of a streamed call. */
export interface CompletionParamsStreaming extends CompletionParams {
  stream: true;
}

/** One choice of a text completion. */
export interface CompletionChoice {
  /** From 0. */
  index: number;
  /** What is filled in; of a chunk, what is new. */
  text: string;
  /** null in a chunk that is not the last. */
  finish_reason: FinishReason | null;
  logprobs?: Logprobs | null;
}
/** A text completion: whole, folded from a stream, or one chunk of it (the usage chunk has no choices). */
export interface Completion {
  /** Of this completion; the same in all its chunks. */
  id: string;
  object: "text_completion";
  /** Seconds since 1970. */
  created: number;
  /** The model that answered. */
  model: string;
  /** One; none in the usage chunk. */
  choices: CompletionChoice[];
  /** What it cost; of a stream only where `stream_options: { include_usage: true }` asked. */
  usage?: Usage | null;
  system_fingerprint?: string | null;
}
