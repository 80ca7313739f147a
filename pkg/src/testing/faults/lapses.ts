import type { Reply } from "../reply.js";
import { partsOf } from "./events.js";
import type { Lapse } from "./fault.js";

/** What the model itself does wrong: chat makes the answer so, told by the record of the request (reference 0.7). */
export const LAPSES = {
  "trailing-brace": lapse((reply) => partsOf(reply).some((part) => part.includes('"tool_calls":['))),
  "leaked-call": lapse((reply) => thinkingIn(reply).includes("<tool_call>")),
} satisfies Record<string, Lapse>;

function lapse(happened: Lapse["happened"]): Lapse {
  return { on: "chat", details: [], happened };
}

/** The thinking of an answer, as it stands in the JSON of a body or of the events of a stream. */
function thinkingIn(reply: Reply): string {
  const texts = partsOf(reply).flatMap((part) => [...part.matchAll(/"reasoning_content":"((?:[^"\\]|\\.)*)"/g)]);
  return texts.map(([, text]) => text).join("");
}
