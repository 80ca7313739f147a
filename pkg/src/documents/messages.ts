/** Messages, whose order is the core's: src/chat/conversation.rs. */
import type { Core } from "#core";
import { Lease } from "../core/instance.js";
import { QwenError, toError } from "../errors.js";
import type { ChatMessage } from "../types/chat.js";

/** The role where the caller gives none: without a role message, a plain-text document would be taken for it (quirk 10). */
export const DEFAULT_ROLE = "You are a helpful assistant.";

/** What is added to a conversation. */
export type Turn = { documents: readonly object[] } | { question: string } | { answer: string };

/** `messages` and what `turns` add to them. Synchronous, so that two turns at once cannot overwrite each other. */
export function compose(api: Core, messages: readonly ChatMessage[], ...turns: Turn[]): ChatMessage[] {
  const all = [...messages];
  try {
    for (const turn of turns) all.push(...next(api, all, turn));
  } catch (thrown) {
    throw toError(thrown);
  }
  return all;
}

/** It changes nothing, so where the core fails the next instance is asked: a conversation never loses an answer that its reader has got. */
function next(api: Core, messages: readonly ChatMessage[], turn: Turn): ChatMessage[] {
  const ask = (): ChatMessage[] => new Lease().run(api, () => api.next_messages(messages as ChatMessage[], turn as never)) as ChatMessage[];
  try {
    return ask();
  } catch (thrown) {
    if (thrown instanceof QwenError && thrown.code === "core_failed") return ask();
    throw thrown;
  }
}
