import type { Reply } from "../reply.js";
import { chunkLike, isFinish, opening, openingAndHalf, partsOf } from "./events.js";
import { firstHalf } from "../half.js";
import type { Change, Fault } from "./fault.js";

/** Faults in the sequence of a stream's events (reference 4.1, 5.3.4). */
export const SEQUENCE = {
  stall: inside((reply, count) => ({ body: opening(reply, count), after: "stall" })),
  "stall-mid-event": inside((reply, count) => ({ body: openingAndHalf(reply, count), after: "stall" })),
  "keep-alives": inside((reply, count) => ({ body: opening(reply, count), after: [": keep-alive\n\n", chunkLike(reply, "", null)] })),
  "truncate-between-events": inside((reply, count) => ({ body: opening(reply, count) })),
  "no-done": { ...inside((reply) => ({ body: partsOf(reply).slice(0, -1) })), details: [] },
  "done-without-finish": { ...inside((reply) => ({ body: partsOf(reply).filter((event) => !isFinish(event)) })), details: [] },
  "invalid-json-event": inside((reply, count) => {
    const whole = opening(reply, count);
    const [broken = "", ...rest] = partsOf(reply).slice(whole.length);
    return { body: [...whole, `${firstHalf(broken)}\n\n`, ...rest] };
  }),
} satisfies Record<string, Fault>;

function inside(changed: (reply: Reply, count: number) => Partial<Reply>): Change {
  return { on: "streamed", details: ["afterEvents"], change: (reply, _, count) => ({ ...reply, ...changed(reply, count) }) };
}
