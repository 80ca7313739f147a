/** What must not stand in an error, as a service might quote it: the key, and what the caller has said. */

/** Shorter texts are words of every error, and give nothing away. */
const LONG_ENOUGH = 12;

/** What names a thing of the service, and is none of the caller's texts. */
const NAMES: readonly (string | undefined)[] = ["model", "endpoint", "input_file_id"];

/** The texts of a request but names. */
export function* quotable(value: unknown, key?: string): Generator<string> {
  if (typeof value === "string" && value.length >= LONG_ENOUGH && !NAMES.includes(key)) yield value;
  if (typeof value === "object" && value !== null) for (const [name, part] of Object.entries(value)) yield* quotable(part, name);
}

/** Of a longer text its beginning is looked for, and all that follows it is cut: there are limits to a pattern. */
const LONG = 1000;

/**
 * `text` without these, however they are spelled: as they are, as JSON, as JSON in ASCII, as Python prints them. No spelling is
 * shorter than what it spells, so of long documents nothing is made.
 */
export function without(text: string, secrets: readonly string[], mark: string): string {
  return secrets.reduce((rest, secret) => (secret.length > rest.length ? rest : rest.replace(spellings(secret), mark)), text);
}

/** A pattern of a text. What is no letter of ASCII may be escaped, also several times over; backslashes are any number of them. */
function spellings(text: string): RegExp {
  const pattern = text.slice(0, LONG).replace(/\\+|[^\w\\]/g, (sign) => {
    if (sign.startsWith("\\")) return "\\\\+";
    const hex = sign.charCodeAt(0).toString(16).padStart(4, "0");
    const letter = "nrtbf"["\n\r\t\b\f".indexOf(sign)] ?? `u${hex}`;
    return `(?:\\\\*\\u${hex}|\\\\+(?:u${hex}|x${hex.slice(2)}|${letter}))`;
  });
  // A short key may be a syllable of every error.
  return new RegExp(text.length < LONG_ENOUGH ? `(?<!\\w)${pattern}(?!\\w)` : text.length > LONG ? `${pattern}[^]*` : pattern, "gi");
}
