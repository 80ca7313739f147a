/** What the status of a batch means: see src/wire/job.rs. */
import type { Late } from "#late";
import { Lease } from "../core/instance.js";
import type { Batch } from "../types/batches.js";

/** "underway", "ended" or "failed"; a status that is no text is as one that nobody knows. */
export function standing(api: Late, { status }: Batch): string {
  const known = typeof status === "string" ? status : "";
  return new Lease().run(api, () => api.batch_standing(known) as string);
}
