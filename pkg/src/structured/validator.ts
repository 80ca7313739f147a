/** Validation by JSON Schema, interpreted: Workers and strict pages forbid the `eval` that compiling validators need. */
import "../index.js"; // whoever loads this has it: see `check_chunks` in xtask/src/build/bundles.rs
import { Validator, type OutputUnit } from "@cfworker/json-schema";
import type { JSONSchema, SchemaIssue, StandardResult } from "../types/schema.js";

/** Keywords whose failure only says that something inside has failed, which is told by itself. */
const CONTAINERS = new Set(["properties", "items", "prefixItems", "$ref"]);

/** The validation of a schema. */
export function validator(schema: JSONSchema): (value: unknown) => StandardResult<unknown> {
  // A copy: the validator writes marks of its own into what it is given.
  const checks = new Validator(JSON.parse(JSON.stringify(schema)) as JSONSchema, "2020-12", false);
  return (value) => {
    const { valid, errors } = checks.validate(value);
    return valid ? { value } : { issues: errors.filter(({ keyword }) => !CONTAINERS.has(keyword)).map(issue) };
  };
}

/** `#/people/0/name` as a path. */
function issue({ instanceLocation, error }: OutputUnit): SchemaIssue {
  const [, ...steps] = instanceLocation.split("/");
  return { message: error, path: steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~")) };
}
