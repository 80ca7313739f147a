import { type Fields, isObject, numberOr } from "../json.js";
import type { Subjects } from "../subjects.js";

/** The words and numbers that values are made of, each used once before any is used again. */
export class Clues {
  #words = 0;
  #numbers = 0;

  constructor(
    private readonly subjects: Subjects,
    /** Whether optional properties get a value too. */
    readonly optional: boolean,
  ) {}

  word(): string {
    const { words } = this.subjects;
    this.#words += 1;
    return words[(this.#words - 1) % words.length] ?? "emulator";
  }

  number(): number {
    const { numbers } = this.subjects;
    this.#numbers += 1;
    return numbers[(this.#numbers - 1) % numbers.length] ?? 1;
  }
}

/** Items of a list and characters of a text that are made at most, whatever a schema wants. */
const LONGEST = 1_000;

/** Levels below which optional properties are left out: a schema may refer to itself. */
const DEEPEST = 5;

/** A value that a JSON schema allows. */
export function valueFor(schema: unknown, clues: Clues, root: unknown = schema, depth = 0): unknown {
  const wanted = resolved(schema, root);
  if ("const" in wanted) return wanted["const"];
  if (Array.isArray(wanted["enum"])) return wanted["enum"][0] ?? null;
  switch (typeOf(wanted)) {
    case "object":
      return objectFor(wanted, clues, root, depth);
    case "array":
      return arrayFor(wanted, clues, root, depth);
    case "number":
    case "integer":
      return numberFor(wanted, clues.number());
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return textFor(wanted, clues.word());
  }
}

/** A schema with its `$ref`, `allOf` and the first of its `anyOf` or `oneOf` that is not null in it. */
function resolved(schema: unknown, root: unknown, hops = 0): Fields {
  if (!isObject(schema) || hops > DEEPEST) return {};
  const { $ref, allOf, anyOf, oneOf, ...own } = schema;
  const choices = [anyOf ?? oneOf ?? []].flat();
  const chosen = choices.find((choice) => isObject(choice) && choice["type"] !== "null") ?? choices[0];
  const parts = [typeof $ref === "string" ? pointed(root, $ref) : undefined, ...[allOf ?? []].flat(), chosen];
  return parts.filter(isObject).reduce<Fields>((whole, part) => merged(whole, resolved(part, root, hops + 1)), own);
}

function merged(left: Fields, right: Fields): Fields {
  const properties = isObject(left["properties"]) && isObject(right["properties"]) && { ...left["properties"], ...right["properties"] };
  const required = Array.isArray(left["required"]) && Array.isArray(right["required"]) && [...left["required"], ...right["required"]];
  return { ...left, ...right, ...(properties && { properties }), ...(required && { required }) };
}

/** What a pointer in a document leads to: `#/$defs/item`. */
function pointed(root: unknown, pointer: string): unknown {
  const keys = pointer.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  return keys.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), root);
}

/** Of several types the first that is not null; where none is given, what the other keywords speak of. */
function typeOf(schema: Fields): string {
  const types = [schema["type"] ?? []].flat();
  const type = types.find((name) => name !== "null") ?? types[0];
  if (typeof type === "string") return type;
  if (isObject(schema["properties"])) return "object";
  return schema["items"] === undefined ? "string" : "array";
}

function objectFor(schema: Fields, clues: Clues, root: unknown, depth: number): Fields {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const required: readonly unknown[] = [schema["required"] ?? []].flat();
  const names = Object.keys(properties).filter((name) => required.includes(name) || (clues.optional && depth < DEEPEST));
  const unknown = required.filter((name): name is string => typeof name === "string" && !Object.hasOwn(properties, name));
  return Object.fromEntries([...names, ...unknown].map((name) => [name, valueFor(properties[name], clues, root, depth + 1)]));
}

/** As few items as are allowed, but one; an item that is itself of the list's kind ends the list. */
function arrayFor(schema: Fields, clues: Clues, root: unknown, depth: number): unknown[] {
  const { items, prefixItems, minItems, maxItems } = schema;
  const first: readonly unknown[] = Array.isArray(prefixItems) ? prefixItems : [];
  const least = Math.max(Math.min(numberOr(minItems, 0), LONGEST), first.length);
  const count = depth < DEEPEST ? Math.max(1, least) : least;
  return Array.from({ length: Math.max(0, Math.min(count, numberOr(maxItems, Infinity))) }, (_, at) => valueFor(first[at] ?? items, clues, root, depth + 1));
}

function numberFor(schema: Fields, wish: number): number {
  const bound = (name: string): number | null => (typeof schema[name] === "number" ? schema[name] : null);
  const whole = typeOf(schema) === "integer";
  const step = bound("multipleOf") || (whole ? 1 : null);
  const nudge = step ?? 0.5;
  const above = bound("exclusiveMinimum");
  const below = bound("exclusiveMaximum");
  const least = Math.max(bound("minimum") ?? -Infinity, above === null ? -Infinity : above + nudge);
  const most = Math.min(bound("maximum") ?? Infinity, below === null ? Infinity : below - nudge);
  const value = Math.max(least, Math.min(most, wish));
  if (step === null) return value;
  const stepped = Math.round(value / step) * step;
  return stepped < least ? stepped + step : stepped > most ? stepped - step : stepped;
}

const FORMATS: ReadonlyMap<unknown, string> = new Map([
  ["date", "2025-01-31"],
  ["time", "12:00:00Z"],
  ["date-time", "2025-01-31T12:00:00Z"],
  ["email", "emulator@example.com"],
  ["uri", "https://example.com/"],
  ["uuid", "00000000-0000-4000-8000-000000000000"],
  ["ipv4", "192.0.2.1"],
]);

function textFor(schema: Fields, word: string): string {
  const { format, minLength, maxLength } = schema;
  const text = FORMATS.get(format) ?? word;
  return text.padEnd(Math.min(numberOr(minLength, 0), LONGEST), "·").slice(0, Math.max(0, numberOr(maxLength, Infinity)));
}
