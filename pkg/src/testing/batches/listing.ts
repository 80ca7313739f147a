import { fileError } from "../errors.js";
import { createdWithin, following, limitOf } from "../listing.js";
import type { Batch } from "./batch.js";

/** Page sizes (reference 16.4). */
const USUAL = 20;
const MOST = 100;

/** Most ids in `input_file_ids` (reference 16.4). */
const MOST_INPUTS = 20;

/** One page of the batches, which come newest first, as the query asks (reference 16.4). Throws a 400 for a bad query. */
export function pageOf(batches: readonly Batch[], query: URLSearchParams): { data: Batch[]; has_more: boolean } {
  const limit = limitOf(query, USUAL, MOST);
  const wanted = following(batches.filter(filterOf(query)), query.get("after"));
  return { data: wanted.slice(0, limit), has_more: wanted.length > limit };
}

function filterOf(query: URLSearchParams): (batch: Batch) => boolean {
  const name = query.get("ds_name");
  const inputs = query.get("input_file_ids")?.split(",");
  if (inputs && inputs.length > MOST_INPUTS) {
    throw fileError(400, `'input_file_ids' must have at most ${MOST_INPUTS} ids.`, "input_file_ids");
  }
  const states = query.get("status")?.split(",");
  const within = createdWithin(query);
  return (batch) =>
    (name === null || String(batch.request.metadata?.["ds_name"] ?? "").includes(name)) &&
    (!inputs || inputs.includes(batch.request.input.id)) &&
    (!states || states.includes(batch.status)) &&
    within(batch.createdAt);
}
