/** Messages, whose order is the core's: src/chat/conversation.rs. */
import type { Late } from "#late";
import { Lease } from "../core/instance.js";
import { QwenError, toError } from "../errors.js";
import type { ChatMessage } from "../types/chat.js";

export { DEFAULT_ROLE } from "./role.js";

/** What is added to a conversation. */
export type Turn = { documents: readonly object[] } | { question: string } | { answer: string };

/** `messages` and what `turns` add to them. Synchronous, so that two turns at once cannot overwrite each other. */
export function compose(api: Late, messages: readonly ChatMessage[], ...turns: Turn[]): ChatMessage[] {
  const all = [...messages];
  try {
    for (const turn of turns) all.push(...next(api, all, turn));
  } catch (thrown) {
    throw toError(thrown);
  }
  return all;
}

/** It changes nothing, so where the core fails the next instance is asked: a conversation never loses an answer that its reader has got. */
function next(api: Late, messages: readonly ChatMessage[], turn: Turn): ChatMessage[] {
  const ask = (): ChatMessage[] => new Lease().run(api, () => api.next_messages(messages as ChatMessage[], turn as never)) as ChatMessage[];
  try {
    return ask();
  } catch (thrown) {
    if (thrown instanceof QwenError && thrown.code === "core_failed") return ask();
    throw thrown;
  }
}
