/** The tools of a run, checked before anything is sent. */
import { usageError } from "../errors.js";
import { understood } from "../structured/schema.js";
import type { Tool } from "../types/chat.js";
import type { RunnableTool } from "../types/tools.js";

/** A tool that can be called. */
export interface Ready {
  validate: Awaited<ReturnType<typeof understood>>["validate"];
  execute: RunnableTool["execute"];
}

/** The tools as the model is shown them, and by name. */
export async function ready(tools: readonly RunnableTool[]): Promise<{ definitions: Tool[]; byName: Map<string, Ready> }> {
  if (!Array.isArray(tools) || tools.length === 0) throw usageError("chat.completions.runTools needs { model, messages, tools: [tool({ … }), …] }.");
  const definitions: Tool[] = [];
  const byName = new Map<string, Ready>();
  for (const tool of tools as readonly RunnableTool[]) {
    const { name, description } = tool ?? {};
    if (typeof name !== "string" || typeof tool.execute !== "function") throw usageError("A tool is { name, parameters, execute }: see `tool`.");
    if (byName.has(name)) throw usageError(`Two tools have the name "${name}".`);
    const { json, validate } = await understood(tool.parameters ?? { type: "object", properties: {} }, tool.jsonSchema);
    if (!json) throw usageError(`The schema of the tool "${name}" does not say itself as JSON Schema: pass \`jsonSchema\` besides.`);
    definitions.push({ type: "function", function: { name, ...(description !== undefined && { description }), parameters: json } });
    byName.set(name, { validate, execute: (args, context) => tool.execute(args, context) });
  }
  return { definitions, byName };
}
