import { createdWithin, following, limitOf } from "../listing.js";
import type { StoredFile } from "./store.js";

/** Default and greatest page size (reference 8). */
const MOST = 2000;

/** One page of the files, which come newest first, as the query asks (reference 8). Throws a 400 for a bad query. */
export function pageOf(files: readonly StoredFile[], query: URLSearchParams): { data: StoredFile[]; has_more: boolean } {
  const limit = limitOf(query, MOST, MOST);
  const wanted = following(files.filter(filterOf(query)), query.get("after"));
  return { data: wanted.slice(0, limit), has_more: wanted.length > limit };
}

function filterOf(query: URLSearchParams): (file: StoredFile) => boolean {
  const purpose = query.get("purpose");
  const within = createdWithin(query);
  return (file) => (purpose === null || file.purpose === purpose) && within(file.createdAt);
}
