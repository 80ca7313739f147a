import { inferenceError } from "../errors.js";

/** Any JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text as it is, and any other value as JSON. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
}

/** A number as it is; the default for anything else. */
export function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

/** The 400 for a body that is not what the call takes. */
export function invalidBody(): Error {
  return inferenceError("Required body invalid, please check the request body format.");
}

/** The JSON object in a body. Throws a 400. */
export function fieldsOf(text: string): Fields {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalidBody();
  }
  if (isObject(body)) return body;
  throw invalidBody();
}
