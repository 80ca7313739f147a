import { inferenceError } from "../errors.js";
import { invalidBody, isObject } from "./json.js";

/** A message after the rules have been checked: `text` is its string content, or its text parts in a row. */
export interface Message {
  role: string;
  text: string;
}

const ROLES = ["system", "assistant", "user", "tool", "function"];

/** The messages of a request. Throws the service's 400 for the first that it would not take (reference 2.2, 5.5). */
export function checkMessages(value: unknown): Message[] {
  if (!Array.isArray(value)) throw invalidBody();
  if (value.length === 0) throw inferenceError("[] is too short");
  let callsPending = false;
  const messages = value.map((message: unknown) => {
    const { role, text, calls } = checkMessage(message, callsPending);
    callsPending = calls || (callsPending && role === "tool");
    return { role, text };
  });
  if (!messages.some(({ role }) => role === "user")) {
    throw inferenceError("The input messages do not contain elements with the role of user.");
  }
  return messages;
}

function checkMessage(value: unknown, callsPending: boolean): Message & { calls: boolean } {
  if (!isObject(value)) throw invalidBody();
  const { role, content, tool_calls } = value;
  if (typeof role !== "string" || !ROLES.includes(role)) {
    throw inferenceError(`${String(role)} is not one of [${ROLES.map((name) => `'${name}'`).join(", ")}]`);
  }
  if (role === "tool" && !callsPending) {
    throw inferenceError('messages with role "tool" must be a response to a preceeding message with "tool_calls"');
  }
  const calls = role === "assistant" && Array.isArray(tool_calls) && tool_calls.length > 0;
  const empty = content === undefined || content === null || content === "";
  if (empty && !calls) throw inferenceError("The content field is a required field.");
  return { role, text: empty ? "" : textOf(role, content), calls };
}

/** A string, or, but for tools, a list of text parts (reference 2.2). */
function textOf(role: string, content: unknown): string {
  if (typeof content === "string") return content;
  if (role !== "tool" && Array.isArray(content) && content.every(isTextPart)) {
    return content.map(({ text }) => text).join("");
  }
  throw inferenceError("input content must be a string.");
}

function isTextPart(part: unknown): part is { text: string } {
  return isObject(part) && part["type"] === "text" && typeof part["text"] === "string";
}
