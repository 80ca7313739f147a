import { fileError } from "../errors.js";
import type { StoredFile } from "./store.js";

/** Default and greatest page size (reference 8). */
const MOST = 2000;

/** One page of the files, which come newest first, as the query asks (reference 8). Throws a 400 for a bad query. */
export function pageOf(files: readonly StoredFile[], query: URLSearchParams): { data: StoredFile[]; has_more: boolean } {
  const limit = limitOf(query.get("limit"));
  const wanted = following(files.filter(filterOf(query)), query.get("after"));
  return { data: wanted.slice(0, limit), has_more: wanted.length > limit };
}

/** What follows the file `after`; nothing follows one that is not there. */
function following(files: readonly StoredFile[], after: string | null): readonly StoredFile[] {
  if (after === null) return files;
  const position = files.findIndex(({ id }) => id === after);
  return position < 0 ? [] : files.slice(position + 1);
}

function limitOf(value: string | null): number {
  const limit = value === null ? MOST : Number(value);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST) return limit;
  throw fileError(400, `Range of limit should be [1, ${MOST}]`, "limit");
}

function filterOf(query: URLSearchParams): (file: StoredFile) => boolean {
  const purpose = query.get("purpose");
  const from = timeOf(query, "create_after") ?? -Infinity;
  const to = timeOf(query, "create_before") ?? Infinity;
  return (file) => (purpose === null || file.purpose === purpose) && file.createdAt >= from && file.createdAt <= to;
}

/** The forms `20250306123000`, `2025-11-12 10:10:10`, `2025-11-12` and `20251112`. */
const TIME = /^(\d{4})(-?)(\d\d)\2(\d\d)(?: ?(\d\d):?(\d\d):?(\d\d))?$/;

/** UNIX seconds; null where the query has no such field. The zone is not documented: Beijing's is assumed. */
function timeOf(query: URLSearchParams, name: string): number | null {
  const value = query.get(name);
  if (value === null) return null;
  const [, year, , month, day, hour = "00", minute = "00", second = "00"] = TIME.exec(value) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`);
  if (Number.isNaN(time)) throw fileError(400, `'${name}' is not a time of the form yyyyMMddHHmmss`, name);
  return time / 1000;
}
