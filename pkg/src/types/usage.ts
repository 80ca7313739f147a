/** What a call has cost, in tokens (reference 3). Each detail may be absent; the details themselves may be null. */

/** Of what the request was made. */
export interface PromptTokensDetails {
  /** Read from a cache, the implicit or the explicit one (reference 17). Part of `prompt_tokens`, at 20 or 10 % of the price. */
  cached_tokens?: number;
  /** Written to the explicit cache, at 125 % of the price. */
  cache_creation_input_tokens?: number;
  /** The same by the time that the cache lives. */
  cache_creation?: { ephemeral_5m_input_tokens?: number } | null;
  /** "ephemeral": the explicit cache. */
  cache_type?: "ephemeral" | (string & {}) | null;
  /** Of the text, where there is more than text. */
  text_tokens?: number;
  /** Of images (reference 18). */
  image_tokens?: number;
  /** Of video, its frames. */
  video_tokens?: number;
  /** Of sound, that of a video too. */
  audio_tokens?: number;
}

/** Of what the answer was made. */
export interface CompletionTokensDetails {
  /** Of the reasoning, billed as answer. */
  reasoning_tokens?: number;
  /** May or may not count the reasoning, by model. */
  text_tokens?: number;
  /** Of the speech. */
  audio_tokens?: number;
}

/** Tokens. */
export interface Usage {
  /** Of the request: messages, documents, media. */
  prompt_tokens: number;
  /** Of the answer, with its reasoning. */
  completion_tokens: number;
  /** Both together. */
  total_tokens: number;
  /** What the request consisted of. */
  prompt_tokens_details?: PromptTokensDetails | null;
  /** What the answer consisted of. */
  completion_tokens_details?: CompletionTokensDetails | null;
}
