import type { Call } from "../call.js";
import type { Reply } from "../reply.js";
import type { Target } from "./kind.js";
import type { ScriptedFault } from "./names.js";

/** What an entry of the script may say of a fault beside `fault`, `times` and `path`. */
export type Detail = Exclude<keyof ScriptedFault, "fault" | "times" | "path">;

/** Answers in the service's place: nothing is looked at, stored or deleted. */
export interface Refusal {
  on: Target;
  details: readonly Detail[];
  refuse(call: Call): Reply;
  /** Whether this call waits in the service instead, and is answered. */
  queues?(call: Call): boolean;
}

/** Happens to the service's answer on its way; what was asked for has been done. */
export interface Change {
  on: Target;
  details: readonly Detail[];
  change(reply: Reply, call: Call, afterEvents: number): Reply;
}

/** Is done by what makes the answer, where that has an occasion. */
export interface Lapse {
  on: Target;
  details: readonly Detail[];
  happened(reply: Reply): boolean;
}

export type Fault = Refusal | Change | Lapse;
