import { BATCHES } from "./batches.js";
import { BODIES } from "./bodies.js";
import { CONNECTION } from "./connection.js";
import type { Fault } from "./fault.js";
import { FRAMES } from "./frames.js";
import { LAPSES } from "./lapses.js";
import type { FaultName } from "./names.js";
import { SEQUENCE } from "./sequence.js";
import { STATUSES } from "./statuses.js";

/** What each fault does. */
export const FAULTS: Readonly<Record<FaultName, Fault>> = {
  ...CONNECTION,
  ...SEQUENCE,
  ...FRAMES,
  ...BODIES,
  ...LAPSES,
  ...BATCHES,
  ...STATUSES,
};
