import type { Choice, Completion } from "./completion.js";
import { logprobsOf } from "./logprobs.js";

/** The body of a call without streaming, in the key order of the stack that serves the model (reference 3). */
export function plainBody(completion: Completion): object {
  return completion.request.model.newerStack ? newerBody(completion) : classicBody(completion);
}

function classicBody(completion: Completion): object {
  const { choices, usage, created, id, request } = completion;
  return {
    choices: choices.map((choice, index) => {
      const logprobs = logprobsOf(choice.tokens, request.logprobs);
      return { message: messageOf(choice, completion), finish_reason: choice.finishReason, index, logprobs };
    }),
    object: "chat.completion",
    usage,
    created,
    system_fingerprint: null,
    model: request.modelName,
    id,
  };
}

/** Also the body of a batch's line (reference 16.6). Of the details only those that say something. */
export function newerBody(completion: Completion): object {
  const { choices, usage, created, id, request } = completion;
  const { completion_tokens, prompt_tokens, total_tokens, completion_tokens_details, prompt_tokens_details } = usage;
  const told = Object.values(prompt_tokens_details ?? {}).some((value) => value !== 0);
  return {
    created,
    usage: {
      completion_tokens,
      prompt_tokens,
      total_tokens,
      ...(completion_tokens_details && { completion_tokens_details }),
      ...(told && { prompt_tokens_details }),
    },
    model: request.modelName,
    id,
    choices: choices.map((choice, index) => ({ finish_reason: choice.finishReason, index, message: messageOf(choice, completion) })),
    object: "chat.completion",
  };
}

/** Thinking models, calls and continuations have the role behind the content (reference 6, 13, 15). */
function messageOf({ tokens, calls }: Choice, { reasoning, request }: Completion): object {
  const content = tokens.join("");
  if (!reasoning && calls.length === 0 && request.prefix === null) return { role: "assistant", content };
  return {
    content,
    ...(reasoning && { reasoning_content: reasoning.join("") }),
    role: "assistant",
    ...(calls.length > 0 && { tool_calls: calls.map((call, index) => callOf(call, index)) }),
  };
}

function callOf({ id, name, arguments: json }: Choice["calls"][number], index: number): object {
  return { function: { arguments: json, name }, id, index, type: "function" };
}
