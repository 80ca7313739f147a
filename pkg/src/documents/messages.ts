/** Messages, whose order is the core's: src/chat/conversation.rs. */
import type { Core } from "#core";
import { Lease } from "../core/instance.js";
import { toError } from "../errors.js";
import type { ChatMessage } from "../types/chat.js";

/** The role where the caller gives none: without a role message, a plain-text document would be taken for it (quirk 10). */
export const DEFAULT_ROLE = "You are a helpful assistant.";

/** What is added to a conversation. */
export type Turn = { documents: readonly object[] } | { question: string } | { answer: string };

/** `messages` and what `turns` add to them. Synchronous, so that two turns at once cannot overwrite each other. */
export function compose(api: Core, messages: readonly ChatMessage[], ...turns: Turn[]): ChatMessage[] {
  const all = [...messages];
  try {
    for (const turn of turns) all.push(...(new Lease().run(api, () => api.next_messages(all, turn as never)) as ChatMessage[]));
  } catch (thrown) {
    throw toError(thrown);
  }
  return all;
}
