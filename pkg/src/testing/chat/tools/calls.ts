import { hex } from "../../ids.js";
import { searched, words } from "../../search/words.js";
import type { Conversation } from "../conversation.js";
import { Clues, valueFor } from "../format/value.js";
import { type Subjects, subjectsOf } from "../subjects.js";
import type { Tool, Toolbox } from "./rules.js";
import { spacedJson } from "./spaced-json.js";

/** A call that the model makes. */
export interface ToolCall {
  id: string;
  name: string;
  /** JSON. */
  arguments: string;
}

/**
 * The calls that answer a request: of the forced tool, always, even when its result is there already (reference 0.28);
 * else of the tools that the question speaks of, unless results came after it. One, unless several were allowed.
 */
export function callsFor({ tools, forced, parallel }: Toolbox, { question, results }: Conversation): ToolCall[] {
  if (tools.length === 0 || (results.length > 0 && !forced)) return [];
  const wanted = forced ? [forced] : relevant(tools, question);
  return (parallel ? wanted : wanted.slice(0, 1)).flatMap((tool) => callsOf(tool, question, parallel && wanted.length === 1));
}

/** The tools with a word of the question in their name; where there is none, those with one in their description. */
function relevant(tools: readonly Tool[], question: string): Tool[] {
  const asked = new Set(terms(question));
  const named = tools.filter(({ name }) => nameTerms(name).some((word) => asked.has(word)));
  return named.length > 0 ? named : tools.filter(({ description }) => terms(description).some((word) => asked.has(word)));
}

/** Words that names and descriptions of tools have in common. */
const COMMON = new Set(["get", "find", "list", "current", "given", "query", "tool", "function", "one", "return", "call", "useful", "want", "use"]);

function terms(text: string): string[] {
  return words(text)
    .flatMap((word) => searched(word) ?? [])
    .filter((word) => !COMMON.has(word));
}

/** The words in `get_weather` and `getWeather`. */
function nameTerms(name: string): string[] {
  return terms(name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/[_-]/g, " "));
}

/** One call, or one for each subject that the question enumerates. */
function callsOf(tool: Tool, question: string, severally: boolean): ToolCall[] {
  const others = subjectsOf(question, new Set([...nameTerms(tool.name), ...terms(tool.description), ...COMMON]));
  const subjects = others.words.length > 0 ? others : subjectsOf(question);
  const count = severally ? subjects.enumerated : 1;
  return Array.from({ length: count }, (_, at) => callOf(tool, rotated(subjects, at)));
}

function rotated(subjects: Subjects, by: number): Subjects {
  return { ...subjects, words: [...subjects.words.slice(by), ...subjects.words.slice(0, by)] };
}

function callOf({ name, parameters }: Tool, subjects: Subjects): ToolCall {
  const value = valueFor({ type: "object", ...parameters }, new Clues(subjects, false));
  return { id: `call_${hex(24)}`, name, arguments: spacedJson(value) };
}
