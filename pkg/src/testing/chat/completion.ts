import type { Call } from "../call.js";
import { tokensOf } from "../tokens.js";
import type { CacheUse } from "./cache.js";
import type { ChatRequest } from "./request.js";
import { spoken, spokenSeconds } from "./speech/pcm.js";
import type { ToolCall } from "./tools/calls.js";
import type { Turn } from "./turn.js";
import { type Usage, usageOf } from "./usage.js";

/** An answer before it is put in the shape of a stream or of a plain body. */
export interface Completion {
  request: ChatRequest;
  id: string;
  /** UNIX seconds. */
  created: number;
  /** The thinking, in tokens; null for a model that does not think. */
  reasoning: readonly string[] | null;
  choices: readonly Choice[];
  usage: Usage;
}

export interface Choice {
  tokens: readonly string[];
  calls: readonly ToolCall[];
  /** PCM of the answer's text; null where it is not spoken. */
  sound: Uint8Array | null;
  finishReason: "stop" | "length" | "tool_calls";
}

export function completionOf(request: ChatRequest, turn: Turn, prompt: number, cache: CacheUse, call: Call): Completion {
  const { thought, maxCompletionTokens } = request;
  const reasoning = turn.reasoning === null ? null : tokensOf(turn.reasoning).slice(0, Math.min(thought.budget, maxCompletionTokens));
  const left = Math.min(request.maxTokens, maxCompletionTokens - (reasoning?.length ?? 0));
  const choices = Array.from({ length: request.choices }, () => choiceOf(turn, request, left));
  return {
    request,
    id: `chatcmpl-${call.requestId}`,
    created: Math.floor(call.arrivedAt / 1000),
    reasoning,
    choices,
    usage: usageOf(request, prompt, { ...written(choices, request), reasoning: reasoning?.length ?? null }, cache),
  };
}

/** Cuts the answer before the first stop text, then at the limit, which `max_tokens` sets without the thinking (reference 2.1). */
function choiceOf({ text, calls }: Turn, { stop, speech, toolbox }: ChatRequest, most: number): Choice {
  const ends = stop.map((end) => text.indexOf(end)).filter((end) => end >= 0);
  const all = tokensOf(text.slice(0, Math.min(...ends, text.length)));
  const tokens = all.slice(0, most);
  const sound = speech && calls.length === 0 ? spoken(tokens.join(""), speech.voice) : null;
  const written = within(calls, most - tokens.length);
  if (all.length > most || written.isCut) return { tokens, calls: written.calls, sound, finishReason: "length" };
  // A forced call ends like a text (reference 13).
  return { tokens, calls, sound, finishReason: calls.length > 0 && !toolbox.forced ? "tool_calls" : "stop" };
}

/** The calls as far as the tokens last: the arguments of the last may break off, and no call has none. */
function within(calls: readonly ToolCall[], most: number): { calls: ToolCall[]; isCut: boolean } {
  let left = most;
  const written = calls.flatMap((call) => {
    const tokens = tokensOf(call.arguments).slice(0, Math.max(0, left));
    left -= tokensOf(call.arguments).length;
    return tokens.length > 0 ? { ...call, arguments: tokens.join("") } : [];
  });
  return { calls: written, isCut: left < 0 };
}

function written(choices: readonly Choice[], { model }: ChatRequest): { text: number; audio: number } {
  const calls = choices.flatMap((choice) => choice.calls.map((call) => tokensOf(call.arguments).length));
  const seconds = choices.reduce((sum, { sound }) => sum + spokenSeconds(sound?.length ?? 0), 0);
  return {
    text: [...calls, ...choices.map(({ tokens }) => tokens.length)].reduce((sum, tokens) => sum + tokens, 0),
    audio: Math.ceil(seconds * (model.omni?.tokensPerSecond ?? 0)),
  };
}
