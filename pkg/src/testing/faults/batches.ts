import { isObject } from "../chat/json.js";
import type { Fault } from "./fault.js";

/** What becomes of a batch (reference 16.2): the answer to its creation is the service's own. */
export const BATCHES = {
  "batch-expired": {
    on: "batch",
    details: [],
    change(reply, call) {
      const batch: unknown = JSON.parse(String(reply.body));
      if (isObject(batch)) call.batches.letExpire(String(batch["id"]));
      return reply;
    },
  },
} satisfies Record<string, Fault>;
