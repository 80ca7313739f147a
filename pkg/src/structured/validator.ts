/** Validation by JSON Schema, interpreted: Workers and strict pages forbid the `eval` that compiling validators need. */
import "../index.js"; // whoever loads this has it: see `check_chunks` in xtask/src/build/bundles.rs
import { dereference, schemaArrayKeyword, schemaKeyword, schemaMapKeyword, validate, type OutputUnit, type ValidationResult } from "@cfworker/json-schema";
import { QwenError } from "../errors.js";
import type { JSONSchema, SchemaIssue, StandardResult } from "../types/schema.js";

/** Keywords whose failure only says that something inside has failed, which is told by itself. */
const CONTAINERS = new Set(["properties", "items", "prefixItems", "$ref"]);

/** A value of each kind: validating it looks at all keywords for that kind. */
const KINDS = [null, true, 0, "", [], {}];

/** The validation of a schema. @throws QwenError where the schema cannot be used: an answer, which is paid for, would tell it too late. */
export function validator(schema: JSONSchema): (value: unknown) => StandardResult<unknown> {
  const check = usable(() => tried(schema));
  return (value) => {
    const { valid, errors } = usable(() => check(value));
    return valid ? { value } : { issues: errors.filter(({ keyword }) => !CONTAINERS.has(keyword)).map(issue) };
  };
}

/** The library's validation of a schema, each part of which has been tried on every kind of value. */
function tried(schema: JSONSchema): (value: unknown) => ValidationResult {
  // A copy: the validator writes marks of its own into what it is given.
  const copy = JSON.parse(JSON.stringify(schema)) as JSONSchema;
  const known = dereference(copy);
  const check = (value: unknown, part: JSONSchema): ValidationResult => validate(value, part, "2020-12", known, false);
  for (const part of parts(copy)) for (const value of KINDS) check(value, part);
  return (value) => check(value, copy);
}

/** A schema, and all schemas in it: a value of a kind leads to none of its properties and items. */
function* parts(schema: unknown): Generator<JSONSchema> {
  yield schema as JSONSchema;
  for (const [keyword, value] of Object.entries(schema ?? {})) {
    const several = schemaMapKeyword[keyword] === true || (schemaArrayKeyword[keyword] === true && Array.isArray(value));
    if (several) for (const part of Object.values(value ?? {})) yield* parts(part);
    else if (schemaKeyword[keyword] === true) yield* parts(value);
  }
}

/** What the library makes of a schema. */
function usable<T>(attempt: () => T): T {
  try {
    return attempt();
  } catch (cause) {
    const message = "The JSON Schema cannot be used (see `cause`): a `$ref` that leads nowhere, a `pattern` that is no regular expression of Unicode mode, a keyword with a value that it cannot have.";
    throw new QwenError({ code: "invalid_argument", message, cause });
  }
}

/** `#/people/0/name` as a path. */
function issue({ instanceLocation, error }: OutputUnit): SchemaIssue {
  const [, ...steps] = instanceLocation.split("/");
  return { message: error, path: steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~")) };
}
