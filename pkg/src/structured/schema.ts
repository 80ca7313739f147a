/** Any schema as two things: what the model is shown, and what its text must fit. */
import { usageError } from "../errors.js";
import { part } from "../part.js";
import type { JSONSchema, SchemaIssue, StandardResult, StandardSchema } from "../types/schema.js";

/** A schema, understood. */
export interface Understood {
  /** As JSON Schema, where that is known. */
  json: JSONSchema | undefined;
  validate(value: unknown): StandardResult<unknown> | Promise<StandardResult<unknown>>;
}

/** Reads a schema of either kind; `json` wins over what the schema says of itself. */
export async function understood(schema: StandardSchema | JSONSchema, json?: JSONSchema): Promise<Understood> {
  const standard = standardOf(schema);
  if (standard) return { json: json ?? inJSON(standard), validate: (value) => standard.validate(value) };
  if (typeof schema !== "object" || schema === null) throw usageError("A schema is a Standard Schema (zod, valibot, arktype, …) or JSON Schema.");
  const { validator } = await part(import("./validator.js"));
  return { json: json ?? (schema as JSONSchema), validate: validator(schema as JSONSchema) };
}

/** Schemas of some libraries are functions. */
function standardOf(schema: unknown): StandardSchema["~standard"] | undefined {
  const { "~standard": standard } = Object(schema) as Partial<StandardSchema>;
  return typeof standard?.validate === "function" ? standard : undefined;
}

/** What the model writes is a schema's input; its output is what transformations make of that. */
function inJSON({ vendor, jsonSchema }: StandardSchema["~standard"]): JSONSchema | undefined {
  try {
    const { $schema: _, ...json } = jsonSchema?.input({ target: "draft-2020-12" }) ?? { $schema: "" };
    return jsonSchema && json;
  } catch (cause) {
    const error = usageError(`The schema (${vendor}) cannot be said as JSON Schema: pass \`jsonSchema\` besides.`);
    error.cause = cause;
    throw error;
  }
}

/** Issues as lines, for a model: at most twenty. */
export function inLines(issues: readonly SchemaIssue[]): string {
  const lines = issues.slice(0, 20).map(({ path = [], message }) => `- ${path.map((step) => String(typeof step === "object" ? step.key : step)).join(".") || "(root)"}: ${message}`);
  return lines.join("\n");
}
