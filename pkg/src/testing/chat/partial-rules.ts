import { inferenceError } from "../errors.js";
import type { Message } from "./message-rules.js";
import type { Model } from "./model.js";

/**
 * The beginning of an answer that is to be continued; null for none. Throws a 400 for a model without partial mode and in
 * thinking mode (reference 15); what the service says then is not documented, these texts are the emulator's own.
 */
export function prefixOf(messages: readonly Message[], { partial }: Model, thinks: boolean): string | null {
  const last = messages.at(-1);
  if (!last?.partial) return null;
  if (!partial) throw inferenceError("This model does not support partial mode.");
  if (thinks) throw inferenceError("Partial mode is not supported when enable_thinking is true");
  return last.text;
}
