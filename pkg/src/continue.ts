/** `chat.completions.continue`: partial mode (reference 15), which is never plain to the rules. */
import type { ChatCompletions } from "./chat.js";
import { TruncatedStreamError, usageError } from "./errors.js";
import type { RequestOptions } from "./options.js";
import { meaning } from "./preflight.js";
import type { Answered } from "./promise.js";
import type { ChatStream } from "./streams/chat.js";
import type { ChatCompletion, ChatParams, ContinueParams } from "./types/chat.js";

/** Goes on from a prefix. */
export async function goOn(completions: ChatCompletions, params: ContinueParams<ChatParams & { stream?: boolean | null }>, options: RequestOptions): Promise<Answered<ChatCompletion | ChatStream>> {
  const { prefix, messages, ...rest } = params ?? {};
  if (!Array.isArray(messages) || typeof prefix !== "string" || prefix === "") {
    throw usageError("chat.completions.continue needs { model, messages, prefix }, the prefix a text that is not empty.");
  }
  const whole = { ...rest, messages: [...messages, { role: "assistant" as const, content: prefix, partial: true }] };
  return completions.perform(whole as ChatParams, meaning("partial", options), prefix).withResponse();
}

/** A plain answer with what it goes on from, also where it was cut: whoever goes on again needs all of it. */
export async function joined(answered: Promise<Answered<ChatCompletion>>, prefix: string): Promise<Answered<ChatCompletion>> {
  try {
    const { data, response } = await answered;
    join(data, prefix);
    return { data, response };
  } catch (error) {
    if (error instanceof TruncatedStreamError) join(error.partial, prefix);
    throw error;
  }
}

/** Writes the prefix before what every choice says. */
function join({ choices }: ChatCompletion, prefix: string): void {
  for (const { message } of choices) message.content = prefix + (message.content ?? "");
}
