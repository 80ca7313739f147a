import { countTokens } from "../tokens.js";
import type { CacheUse } from "./cache.js";
import type { Media } from "./media/media.js";
import type { ChatRequest } from "./request.js";

/** The tokens of an answer by their kind. */
export interface Written {
  text: number;
  /** null for a model that did not think. */
  reasoning: number | null;
  audio: number;
}

export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  completion_tokens_details?: Readonly<Record<string, number>>;
  prompt_tokens_details?: Readonly<Record<string, unknown>>;
}

/** In the key order of reference 4.2 and 19. */
export function usageOf(request: ChatRequest, prompt: number, { text, reasoning, audio }: Written, cache: CacheUse): Usage {
  const completion = text + (reasoning ?? 0) + audio;
  const written = writtenDetails(request, { text, reasoning, audio });
  const read = readDetails(request, prompt, cache);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(written && { completion_tokens_details: written }),
    ...(read && { prompt_tokens_details: read }),
  };
}

function writtenDetails(request: ChatRequest, { text, reasoning, audio }: Written): Usage["completion_tokens_details"] | null {
  if (request.speech) return { audio_tokens: audio, text_tokens: text };
  // Only some streams tell both (reference 6).
  if (reasoning !== null) return { reasoning_tokens: reasoning, ...(request.model.sees && { text_tokens: text }) };
  return countsModalities(request) ? { text_tokens: text } : null;
}

/** Document and translation models have no details (reference 3); implicit and explicit caches are told apart (reference 17). */
function readDetails(request: ChatRequest, prompt: number, { cached: found, created }: CacheUse): Usage["prompt_tokens_details"] | null {
  const { model } = request;
  // The cache counts piece by piece, and rounds each up.
  const cached = Math.min(found, prompt);
  const explicit = created !== null && {
    cache_creation_input_tokens: created,
    cache_creation: { ephemeral_5m_input_tokens: created },
    cache_type: "ephemeral",
  };
  if (countsModalities(request)) {
    return { ...modalities(request, prompt), ...((cached > 0 || explicit) && { cached_tokens: cached }), ...explicit };
  }
  if (model.translates || (model.documents && model.cache === "none")) return null;
  return { cached_tokens: cached, ...explicit };
}

/** Omni always tells text from other modalities, models that see when there is something to see (reference 18, 19). */
function countsModalities({ model, messages }: ChatRequest): boolean {
  return model.omni !== null || mediaIn(messages).length > 0;
}

function modalities({ messages }: ChatRequest, prompt: number): Readonly<Record<string, number>> {
  const all = mediaIn(messages);
  const tokensOf = (kind: Media["kind"]): number => all.filter((media) => media.kind === kind).reduce((sum, { tokens }) => sum + tokens, 0);
  const [image, video, audio] = [tokensOf("image"), tokensOf("video"), tokensOf("audio")];
  return {
    text_tokens: prompt - image - video - audio,
    ...(image > 0 && { image_tokens: image }),
    ...(video > 0 && { video_tokens: video }),
    ...(audio > 0 && { audio_tokens: audio }),
  };
}

function mediaIn(messages: ChatRequest["messages"]): Media[] {
  return messages.flatMap(({ blocks }) => blocks).flatMap(({ media }) => media ?? []);
}

/** The tokens of what a model reads of the messages and tools: calls too, and the thinking of old answers where it is preserved. */
export function promptTokens({ messages, toolbox, thought }: ChatRequest): number {
  const read = messages.map(({ text, blocks, calls, reasoning }) => {
    const media = blocks.reduce((sum, block) => sum + (block.media?.tokens ?? 0), 0);
    const called = calls.map((call) => call.name + call.arguments).join("");
    return countTokens(text) + media + countTokens(called) + (thought.preserves ? countTokens(reasoning) : 0);
  });
  return read.reduce((sum, tokens) => sum + tokens, countTokens(toolbox.text));
}
