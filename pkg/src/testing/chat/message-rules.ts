import { inferenceError } from "../errors.js";
import { invalidBody, isObject, textOf } from "./json.js";
import { type Block, blocksOf } from "./blocks.js";
import type { Reader } from "./media/media.js";

/** A message after the rules have been checked. */
export interface Message {
  role: string;
  /** Its string content, or its text parts in a row. */
  text: string;
  /** Its content part by part; a string is one part. */
  blocks: readonly Block[];
  /** The tools that an assistant's message called. */
  calls: readonly PastCall[];
  /** The call that a tool's message answers. */
  callId: string;
  /** Whether it is an answer that is to be continued (reference 15). */
  partial: boolean;
  /** `reasoning_content`, which most requests ignore (reference 6). */
  reasoning: string;
}

/** A tool call in the history. */
export interface PastCall {
  id: string;
  name: string;
  arguments: string;
}

const ROLES = ["system", "assistant", "user", "tool", "function"];

/** The messages of a request. Throws the service's 400 for the first that it would not take (reference 2.2, 5.5). */
export function checkMessages(value: unknown, reader: Reader): Message[] {
  if (!Array.isArray(value)) throw invalidBody();
  if (value.length === 0) throw inferenceError("[] is too short");
  let pending: readonly PastCall[] = [];
  const messages = value.map((message: unknown) => {
    const checked = checkMessage(message, pending, reader);
    if (checked.role !== "tool") pending = checked.calls;
    return checked;
  });
  if (!messages.some(({ role }) => role === "user")) {
    throw inferenceError("The input messages do not contain elements with the role of user.");
  }
  return messages;
}

function checkMessage(value: unknown, pending: readonly PastCall[], reader: Reader): Message {
  if (!isObject(value)) throw invalidBody();
  const { role, content, tool_call_id: id, partial, reasoning_content: reasoning } = value;
  if (typeof role !== "string" || !ROLES.includes(role)) {
    throw inferenceError(`${textOf(role)} is not one of [${ROLES.map((name) => `'${name}'`).join(", ")}]`);
  }
  if (role === "tool" && !pending.some((call) => call.id === id)) {
    throw inferenceError('messages with role "tool" must be a response to a preceeding message with "tool_calls"');
  }
  const calls = role === "assistant" ? callsOf(value["tool_calls"]) : [];
  const empty = content === undefined || content === null || content === "" || (Array.isArray(content) && content.length === 0);
  if (empty && calls.length === 0) throw inferenceError("The content field is a required field.");
  const blocks = empty ? [] : blocksOf(role, content, reader);
  return {
    role,
    text: blocks.map(({ text }) => text).join(""),
    blocks,
    calls,
    callId: typeof id === "string" ? id : "",
    partial: role === "assistant" && partial === true,
    reasoning: typeof reasoning === "string" ? reasoning : "",
  };
}

function callsOf(value: unknown): PastCall[] {
  if (!Array.isArray(value)) return [];
  return value.map((call: unknown) => {
    const { id, function: called } = isObject(call) ? call : {};
    if (!isObject(called) || typeof called["name"] !== "string") throw invalidBody();
    return { id: textOf(id), name: called["name"], arguments: textOf(called["arguments"] ?? "") };
  });
}
