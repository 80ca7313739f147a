/** What the caller has said, as a service might quote it in an error. */

/** Shorter ones are words of every error, and give nothing away. */
const LONG_ENOUGH = 12;

/** The texts of a request but its model's name, each also as it stands in JSON. */
export function* quotable(value: unknown, key?: string): Generator<string> {
  if (typeof value === "string" && value.length >= LONG_ENOUGH && key !== "model") {
    yield value;
    yield JSON.stringify(value).slice(1, -1);
  }
  if (typeof value === "object" && value !== null) for (const [name, part] of Object.entries(value)) yield* quotable(part, name);
}
