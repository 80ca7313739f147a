import { fileError } from "./errors.js";

/** What follows the item `after`; nothing follows one that is not there. */
export function following<T extends { id: string }>(items: readonly T[], after: string | null): readonly T[] {
  if (after === null) return items;
  const position = items.findIndex(({ id }) => id === after);
  return position < 0 ? [] : items.slice(position + 1);
}

/** `limit` of a query. Throws a 400. */
export function limitOf(query: URLSearchParams, otherwise: number, most: number): number {
  const limit = query.has("limit") ? Number(query.get("limit")) : otherwise;
  if (Number.isInteger(limit) && limit >= 1 && limit <= most) return limit;
  throw fileError(400, `Range of limit should be [1, ${most}]`, "limit");
}

/** Whether a time in UNIX seconds lies between the query's `create_after` and `create_before`. Throws a 400. */
export function createdWithin(query: URLSearchParams): (createdAt: number) => boolean {
  const from = timeOf(query, "create_after") ?? -Infinity;
  const to = timeOf(query, "create_before") ?? Infinity;
  return (createdAt) => createdAt >= from && createdAt <= to;
}

/** The forms `20250306123000`, `2025-11-12 10:10:10`, `2025-11-12` and `20251112` (reference 8). */
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
