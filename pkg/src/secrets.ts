/** What the caller has said, as a service might quote it in an error. */

/** Shorter ones are words of every error, and give nothing away. */
const LONG_ENOUGH = 12;

/** What names a thing of the service, and is none of the caller's texts. */
const NAMES: readonly (string | undefined)[] = ["model", "endpoint", "input_file_id"];

/** The texts of a request but names, each also as it stands in JSON. */
export function* quotable(value: unknown, key?: string): Generator<string> {
  if (typeof value === "string" && value.length >= LONG_ENOUGH && !NAMES.includes(key)) {
    yield value;
    yield JSON.stringify(value).slice(1, -1);
  }
  if (typeof value === "object" && value !== null) for (const [name, part] of Object.entries(value)) yield* quotable(part, name);
}
