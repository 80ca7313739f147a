import type { Call } from "../call.js";
import { tokensOf } from "../tokens.js";
import type { ChatRequest } from "./request.js";

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
  finishReason: "stop" | "length";
}

export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  completion_tokens_details?: { reasoning_tokens: number };
  prompt_tokens_details?: { cached_tokens: number };
}

const REASONING = "The emulator does not think: it searches the documents for the words of the question and quotes them.";

export function completionOf(request: ChatRequest, answer: string, promptTokens: number, call: Call): Completion {
  const reasoning = request.thinks ? tokensOf(REASONING) : null;
  const choices = Array.from({ length: request.choices }, () => choiceOf(answer, request));
  const answerTokens = choices.reduce((sum, { tokens }) => sum + tokens.length, 0);
  return {
    request,
    id: `chatcmpl-${call.requestId}`,
    created: Math.floor(call.arrivedAt / 1000),
    reasoning,
    choices,
    usage: usageOf(promptTokens, answerTokens, reasoning?.length ?? null, request),
  };
}

/** Cuts the answer before the first stop text, then at `max_tokens`, which does not count the thinking (reference 2.1). */
function choiceOf(answer: string, { stop, maxTokens }: ChatRequest): Choice {
  const ends = stop.map((text) => answer.indexOf(text)).filter((end) => end >= 0);
  const tokens = tokensOf(answer.slice(0, Math.min(...ends, answer.length)));
  return tokens.length > maxTokens
    ? { tokens: tokens.slice(0, maxTokens), finishReason: "length" }
    : { tokens, finishReason: "stop" };
}

/** In the key order of reference 4.2; the document models have no details (reference 3). */
function usageOf(prompt: number, answer: number, reasoning: number | null, { model }: ChatRequest): Usage {
  const completion = answer + (reasoning ?? 0);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(reasoning !== null && { completion_tokens_details: { reasoning_tokens: reasoning } }),
    ...(!model.documents && { prompt_tokens_details: { cached_tokens: 0 } }),
  };
}

/** The body of a call without streaming, in the key order of the stack that serves the model (reference 3). */
export function plainBody(completion: Completion): object {
  return completion.request.model.newerStack ? newerBody(completion) : classicBody(completion);
}

function classicBody(completion: Completion): object {
  const { choices, usage, created, id, request } = completion;
  return {
    choices: choices.map(({ tokens, finishReason: finish_reason }, index) => {
      const message = messageOf(tokens, completion);
      return { message, finish_reason, index, logprobs: null };
    }),
    object: "chat.completion",
    usage,
    created,
    system_fingerprint: null,
    model: request.modelName,
    id,
  };
}

function newerBody(completion: Completion): object {
  const { choices, usage, created, id, request } = completion;
  const { completion_tokens, prompt_tokens, total_tokens, completion_tokens_details } = usage;
  return {
    created,
    usage: { completion_tokens, prompt_tokens, total_tokens, ...(completion_tokens_details && { completion_tokens_details }) },
    model: request.modelName,
    id,
    choices: choices.map(({ tokens, finishReason: finish_reason }, index) => {
      return { finish_reason, index, message: messageOf(tokens, completion) };
    }),
    object: "chat.completion",
  };
}

/** Thinking models answer with the role last (reference 6). */
function messageOf(tokens: readonly string[], { reasoning }: Completion): object {
  const content = tokens.join("");
  return reasoning
    ? { content, reasoning_content: reasoning.join(""), role: "assistant" }
    : { role: "assistant", content };
}
