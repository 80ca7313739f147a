import type { Reply } from "../reply.js";
import { openingAndHalf } from "./events.js";
import type { Change, Detail, Fault } from "./fault.js";

/** Faults of the way between client and service: they happen to any answer, and a plain body counts as one event. */
export const CONNECTION = {
  "network-error": { on: "any", details: [], refuse: () => ({ status: 0, headers: {}, body: null, head: "refused" }) },
  "stall-before-headers": change(() => ({ head: "never" })),
  "stall-after-headers": change(() => ({ body: [], after: "stall" })),
  "empty-body": change(() => ({ body: [] })),
  truncate: change((reply, afterEvents) => ({ body: openingAndHalf(reply, afterEvents) }), ["afterEvents"]),
  reset: change((reply, afterEvents) => ({ body: openingAndHalf(reply, afterEvents), after: "reset" }), ["afterEvents"]),
  "slow-bytes": change(() => ({ chunking: 1 })),
} satisfies Record<string, Fault>;

function change(changed: (reply: Reply, afterEvents: number) => Partial<Reply>, details: readonly Detail[] = []): Change {
  return { on: "any", details, change: (reply, _, afterEvents) => ({ ...reply, ...changed(reply, afterEvents) }) };
}
