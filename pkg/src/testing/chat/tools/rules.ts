import { inferenceError } from "../../errors.js";
import { type Fields, invalidBody, isObject, textOf } from "../json.js";
import type { Model } from "../model.js";

/** A tool that the model may call. */
export interface Tool {
  name: string;
  description: string;
  /** The JSON schema of its arguments. */
  parameters: Fields;
}

/** The tools of a request and what it says of their use. */
export interface Toolbox {
  tools: readonly Tool[];
  /** The tool that must be called; null where the model chooses. */
  forced: Tool | null;
  /** Whether one answer may call more than once (reference 13: not by default). */
  parallel: boolean;
  /** What the model reads of it, for the count of tokens. */
  text: string;
}

const NONE: Toolbox = { tools: [], forced: null, parallel: false, text: "" };

/** The tools in a body. Throws the service's 400 (reference 5.5, 13); texts that are not documented are the emulator's own. */
export function toolboxOf(body: Fields, model: Model, thinks: boolean): Toolbox {
  const { tools, tool_choice: choice, parallel_tool_calls: parallel } = body;
  checkChoice(choice, thinks);
  if (tools === undefined || tools === null || (Array.isArray(tools) && tools.length === 0)) return NONE;
  if (!Array.isArray(tools)) throw invalidBody();
  if (!model.tools) throw inferenceError("The tool call is not supported.");
  const known = tools.map(toolOf);
  if (choice === "none") return NONE;
  const forced = isObject(choice) ? forcedOf(choice, known) : null;
  return { tools: known, forced, parallel: parallel === true, text: JSON.stringify(tools) };
}

function checkChoice(choice: unknown, thinks: boolean): void {
  const free = choice === undefined || choice === null || choice === "auto" || choice === "none";
  if (free) return;
  if (thinks) {
    throw inferenceError("The tool_choice parameter does not support being set to required or object in thinking mode");
  }
  if (!isObject(choice)) throw inferenceError('tool_choice is one of the strings that should be ["none", "auto"]');
}

function toolOf(value: unknown): Tool {
  const { type, function: described } = isObject(value) ? value : {};
  if (type !== "function" || !isObject(described)) throw invalidBody();
  const { name, description, parameters } = described;
  if (name === "search") throw inferenceError("Tool names are not allowed to be [search]");
  if (typeof name !== "string" || !/^[\w-]{1,64}$/.test(name)) throw invalidBody();
  return { name, description: textOf(description ?? ""), parameters: isObject(parameters) ? parameters : {} };
}

function forcedOf(choice: Fields, tools: readonly Tool[]): Tool {
  const { type, function: chosen } = choice;
  const tool = tools.find(({ name }) => isObject(chosen) && chosen["name"] === name);
  if (type !== "function" || !tool) throw inferenceError("tool_choice names no function in tools");
  return tool;
}
