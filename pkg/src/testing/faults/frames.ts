import { inferenceError } from "../errors.js";
import { type Reply, eventOf } from "../reply.js";
import { chunkLike, opening } from "./events.js";
import type { Change, Fault } from "./fault.js";
import { MODEL_SERVING_ERROR } from "./statuses.js";

const MODERATED = inferenceError("Output data may contain inappropriate content.", "data_inspection_failed", "data_inspection_failed");

/** Errors inside a stream whose status was 200 (reference 5.3). */
export const FRAMES = {
  "error-frame": thenLast((id) => [eventOf(JSON.stringify(MODERATED.body(id)))]),
  // The texts that go with these two codes are the emulator's choice among those of reference 5.4.
  "flat-error-frame": thenLast((id) => [eventOf(flat("InternalError.Timeout", "Response timeout!", id))]),
  "named-error-event": thenLast((id) => [
    `event:error\n:HTTP_STATUS/500\ndata:${flat("RequestTimeOut", "Request timed out, please try again later.", id)}\n\n`,
  ]),
  "error-finish": thenLast((_, reply) => [chunkLike(reply, MODEL_SERVING_ERROR.message, "error_finish"), eventOf("[DONE]")]),
} satisfies Record<string, Fault>;

/** The answer's first events, then these. */
function thenLast(last: (requestId: string, reply: Reply) => readonly string[]): Change {
  return {
    on: "streamed",
    details: ["afterEvents"],
    change: (reply, { requestId }, count) => ({ ...reply, body: [...opening(reply, count), ...last(requestId, reply)] }),
  };
}

/** The native protocol's error, without a wrapper (reference 4.6). */
function flat(code: string, message: string, request_id: string): string {
  return JSON.stringify({ code, message, request_id });
}
