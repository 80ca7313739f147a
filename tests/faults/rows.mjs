// Every row of the table, in groups. A row is plain JSON but for its expectation; see check.mjs for that.
//
//   name      a sentence that a user understands
//   kind      "stream" | "plain" | "upload": what the client is asked for
//   service   a script of tests/runtime/server/peer.mjs
//   network   faults of proxy.mjs, one a connection
//   options   the client's; `maxRetries` is 0 where they say nothing
//   pause     ms that the reader takes between two pieces
//   abortAfter  ms after which the caller aborts
import { cuts, plainCuts } from "./rows/cuts.mjs";
import { bodies, emulated, refusals } from "./rows/emulator.mjs";
import { retries, retryAfter, uploads } from "./rows/retries.mjs";
import { shapes } from "./rows/shapes.mjs";
import { plainStalls, stalls } from "./rows/stalls.mjs";

export const groups = [shapes, cuts, plainCuts, stalls, plainStalls, retries, retryAfter, uploads, emulated, bodies, refusals];
