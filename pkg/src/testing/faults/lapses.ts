import type { Reply } from "../reply.js";
import type { Lapse } from "./fault.js";
import { partsOf } from "./events.js";

/** What the model itself does wrong: chat makes the answer so, told by the record of the request (reference 0.7). */
export const LAPSES = {
  "trailing-brace": lapse("\"tool_calls\":["),
  "leaked-call": lapse("<tool_call>"),
} satisfies Record<string, Lapse>;

/** It has happened when the answer has this text. */
function lapse(sign: string): Lapse {
  return { on: "chat", details: [], happened: (reply: Reply) => partsOf(reply).some((part) => part.includes(sign)) };
}
