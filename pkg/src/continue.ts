/** `chat.completions.continue`: partial mode (reference 15), which is never plain to the rules. */
import type { ChatCompletions } from "./chat.js";
import { toError, TruncatedStreamError, usageError } from "./errors.js";
import type { RequestOptions } from "./options.js";
import { meaning } from "./preflight.js";
import type { Answered } from "./promise.js";
import type { ChatStream } from "./streams/chat.js";
import type { ChatCompletion, ChatCompletionChoice, ChatParams, ContinueParams } from "./types/chat.js";

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
    if (!data.choices.every(speaks)) throw silent(response);
    join(data, prefix);
    return { data, response };
  } catch (error) {
    if (error instanceof TruncatedStreamError) join(error.partial, prefix);
    throw error;
  }
}

/** Writes the prefix before what every choice says. What a service sends may lack anything. */
function join({ choices }: Partial<ChatCompletion>, prefix: string): void {
  for (const { message } of Array.isArray(choices) ? choices.filter(speaks) : []) message.content = prefix + (message.content ?? "");
}

function speaks(choice: Partial<ChatCompletionChoice> | null): boolean {
  return typeof choice?.message === "object" && choice.message !== null;
}

function silent({ status, headers }: Response): unknown {
  const message = "A choice of the answer has no message: something between the service and this client may have changed it.";
  return toError({ kind: "decode", code: "no_message", message, status, headers, requestId: headers.get("x-request-id") ?? undefined });
}
