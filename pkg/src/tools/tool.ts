import type { JSONSchema, SchemaOutput, StandardSchema } from "../types/schema.js";
import type { RunnableTool, ToolContext } from "../types/tools.js";

/**
 * A tool for `chat.completions.runTools`. With a Standard Schema (zod, valibot, arktype, …) the type of `execute`'s
 * arguments is the schema's; with JSON Schema it is what you say: `tool<{ city: string }>({ … })`.
 *
 * @example
 * const weather = tool({
 *   name: "get_weather",
 *   description: "The weather of one city.",
 *   parameters: z.object({ city: z.string() }),
 *   execute: async ({ city }, { signal }) => (await fetch(`/weather?city=${encodeURIComponent(city)}`, { signal })).text(),
 * });
 */
export function tool<Schema extends StandardSchema>(definition: {
  name: string;
  description?: string | undefined;
  parameters: Schema;
  jsonSchema?: JSONSchema | undefined;
  execute(args: SchemaOutput<Schema>, context: ToolContext): unknown;
}): RunnableTool<SchemaOutput<Schema>>;
export function tool<Args = Record<string, unknown>>(definition: {
  name: string;
  description?: string | undefined;
  parameters?: JSONSchema | undefined;
  execute(args: Args, context: ToolContext): unknown;
}): RunnableTool<Args>;
export function tool(definition: RunnableTool): RunnableTool {
  return definition;
}
