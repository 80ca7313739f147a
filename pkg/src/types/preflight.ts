/** What is checked before a request is sent: the rules, and what they may do. */

/**
 * A rule of the service, by name: what breaks it, the service answers with status 400 (or, for "region", not at all).
 * A rule about a model's abilities knows the models of the reference, and lets every other pass.
 */
export type PreflightRule =
  /** Qwen-Long, documents, Qwen-Math and text completions exist in Beijing only, batches and Qwen-Omni not everywhere (reference 21). Judged by `region` and by the service's own hosts in `baseURL`; never a gateway. */
  | "region"
  /** `model` is missing (reference 2.1). */
  | "model"
  /** `temperature` is below 0, 2 or more, or no number (reference 2.1). */
  | "temperature"
  /** `top_p` is 0, or above 1 (reference 2.1). */
  | "top_p"
  /** `top_k` is negative (reference 2.1). */
  | "top_k"
  /** `presence_penalty` is outside [-2, 2] (reference 2.1). */
  | "presence_penalty"
  /** `repetition_penalty` is 0 or less (reference 2.1). */
  | "repetition_penalty"
  /** `max_tokens` is below 1 (reference 2.1). */
  | "max_tokens"
  /** `n` is not 1, 2, 3 or 4 (reference 2.1). */
  | "n"
  /** `n` is more than 1 beside tools (reference 2.1). */
  | "n_with_tools"
  /** `seed` is negative, or not whole (reference 2.1, 5.4). */
  | "seed"
  /** `top_logprobs` is outside 0 to 5 (reference 2.1). */
  | "top_logprobs"
  /** `stop` mixes texts and token ids, or is neither (reference 2.1). */
  | "stop"
  /** `messages` is missing or empty (reference 2.1). */
  | "messages"
  /** A role that the service does not know (reference 2.2). `"fix"`: where all of them are `developer`, they are sent as `system`. */
  | "role"
  /** No message is the user's (reference 2.2). */
  | "user_message"
  /** A message without content, or with one that is neither text nor a list of parts (reference 2.2). */
  | "content"
  /** A `tool` message after no `tool_calls` (reference 2.2, 13). */
  | "tool_message"
  /** `enable_thinking: false` for a model that always thinks (reference 6). */
  | "thinking_only"
  /** `thinking_budget` is not a whole number above 0 (reference 5.5). */
  | "thinking_budget"
  /** `response_format` is no object with a known type (reference 14). */
  | "response_format"
  /** `json_schema` has no name of letters, digits, `_` and `-` (reference 14). */
  | "json_schema"
  /** `json_object` without the word json in a system or user message (reference 14). `"fix"`: the first system message ends with "Answer in JSON."; where none comes first, a new one says so. */
  | "json_word"
  /** A JSON format while thinking (reference 14). `"fix"`: `enable_thinking: false`, where the model thinks by default and nobody asked for it. */
  | "json_thinking"
  /** Tools for Qwen-Long, Qwen-MT, Qwen-Math (reference 13). */
  | "tools"
  /** A tool's name is `search`, longer than 64, or has other characters than letters, digits, `_` and `-` (reference 13). */
  | "tool_name"
  /** `tool_choice` is a word other than "auto" and "none": Qwen has no "required" (reference 13). */
  | "tool_choice"
  /** A forced tool while thinking (reference 13). `"fix"` as for `json_thinking`. */
  | "tool_choice_thinking"
  /** `enable_thinking: true` in a plain call of a model that thinks only when streaming (reference 6). `"fix"`: it is streamed, and folded into the whole answer. */
  | "thinking_stream"
  /**
   * A plain call of a model that is only streamed: QwQ, QVQ, Qwen-Omni, whatever speaks, open Qwen3 where it thinks by
   * default (quirk 15). It refuses nothing: such a call is streamed, and folded into the whole answer, unless this rule is off.
   */
  | "stream_only"
  /** More than 100 documents (reference 7.5). */
  | "file_ids"
  /** Partial mode with Qwen-Long, or while thinking (reference 15). `"fix"` as for `json_thinking`. */
  | "partial"
  /** `enable_search` for Qwen-Long, or for Qwen-Omni before 3.5 (reference 19, 20). */
  | "enable_search"
  /** Qwen-MT is given anything but one user message (reference 9). */
  | "translation"
  /** `translation_options` lack a language (reference 9). */
  | "translation_options"
  /** A data URL of more than 10,485,760 characters (reference 18). */
  | "data_url"
  /** A frame list with too few or too many frames for the model (reference 18, 19). */
  | "frames"
  /** Two modalities besides text in one message for Qwen-Omni (reference 19). */
  | "modalities"
  /** `audio.format` is not wav, or qwen-omni-turbo has no such voice (reference 19). */
  | "audio"
  /** A system message beside a voice for qwen-omni-turbo (reference 2.2, 19). */
  | "omni_system"
  /** A suffix without what stands before it (reference 11.3). */
  | "fill_in";

/** What a rule does: true refuses, false lets pass, "fix" cures what has one obvious cure, and refuses what has none. */
export type PreflightAction = boolean | "fix";

/**
 * What all rules do, or what single ones do. In an object, `default` is for the rules that it does not name; without it
 * these do as the client's option says, or refuse.
 *
 * @example
 * new Qwen({ preflight: { default: "fix", temperature: false } }); // all are cured where they can be, temperatures pass
 */
export type Preflight = PreflightAction | ({ default?: PreflightAction | undefined } & { [rule in PreflightRule]?: PreflightAction | undefined });
