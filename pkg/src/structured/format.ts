import type { ChatParams } from "../types/chat.js";
import type { JSONSchema } from "../types/schema.js";

/**
 * Models that know JSON objects and no schema, as of February 2026 (reference 14). A list of what is known: a newer model is
 * asked for the schema, and says so where it has none.
 */
const OBJECTS_ONLY = /^(qwen-(long|turbo|max|vl-)|qwen3\.5-|qwen3-(coder|vl)-|qwen(2\.5|3)-\d|kimi|glm)/;

/** The first dated version of a model that knows schemas. */
const SINCE = new Map([["qwen-plus", "2025-07-28"], ["qwen-flash", "2025-07-28"], ["qwen3-max", "2025-09-23"]]);

/** How the model is asked for JSON: by the schema, where there is one and the model knows schemas. */
export function format(model: string, name: string, schema: JSONSchema | undefined): NonNullable<ChatParams["response_format"]> {
  if (!schema || !knowsSchemas(model)) return { type: "json_object" };
  return { type: "json_schema", json_schema: { name, strict: true, schema } };
}

function knowsSchemas(model: string): boolean {
  const [, family = "", date = ""] = /^(.*)-(\d{4}-\d\d-\d\d)$/.exec(model) ?? [];
  return !OBJECTS_ONLY.test(model) && !(date < (SINCE.get(family) ?? ""));
}
