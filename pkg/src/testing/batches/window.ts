/** `completion_window` (reference 16.2): whole hours or days. */
const WINDOW = /^(\d{1,4})([hd])$/;

const HOUR = 3_600_000;
const HOURS = { h: 1, d: 24 };

/** Milliseconds of a window from 24 hours to 14 days; null for any other text. */
export function windowOf(value: unknown): number | null {
  const [, count, unit] = (typeof value === "string" && WINDOW.exec(value)) || [];
  const hours = Number(count) * HOURS[unit as "h" | "d"];
  return hours >= 24 && hours <= 14 * 24 ? hours * HOUR : null;
}
