import { isObject, textOf } from "./json.js";
import type { Media } from "./media/media.js";
import type { Message } from "./message-rules.js";

/** A document as a system message names or holds it. */
export type DocumentSource = { afterTurn: number } & (
  | { kind: "file"; id: string }
  | { kind: "text"; text: string }
  | { kind: "json"; text: string; name: string }
);

/** What a model reads in the messages. `afterTurn` of a document: how many answers stood before it. */
export interface Conversation {
  role: string | null;
  documents: readonly DocumentSource[];
  /** How many system messages there were. */
  systemMessages: number;
  question: string;
  /** User messages so far: 1 in the first turn. */
  turn: number;
  /** Images, videos and sounds of the last user message, in order. */
  media: readonly Media[];
  /** What tools answered, where the messages end with that. */
  results: readonly ToolResult[];
}

export interface ToolResult {
  name: string;
  /** JSON. */
  arguments: string;
  content: string;
}

const PREFIX = "fileid://";

/**
 * Reads the messages by Qwen-Long's rules (reference 0.10, 0.11, 7.1-7.3): the first system message is the role, unless it
 * is a list of file ids; every later one is a document. For models without documents all system messages are the role.
 */
export function conversationOf(messages: readonly Message[], readsDocuments: boolean): Conversation {
  const users = messages.filter(({ role }) => role === "user");
  const system = messages.filter(({ role }) => role === "system");
  const roles = readsDocuments ? system.slice(0, 1).filter(({ text }) => !text.startsWith(PREFIX)) : system;
  return {
    role: roles.length > 0 ? roles.map(({ text }) => text).join("\n") : null,
    documents: system
      .filter((message) => !roles.includes(message))
      .flatMap((message) => sourcesOf(message.text, answersBefore(messages, message))),
    systemMessages: system.length,
    question: users.at(-1)?.text ?? "",
    turn: users.length,
    media: users.at(-1)?.blocks.flatMap(({ media }) => media ?? []) ?? [],
    results: resultsAtTheEnd(messages),
  };
}

function resultsAtTheEnd(messages: readonly Message[]): ToolResult[] {
  const asked = messages.map(({ calls }) => calls.length > 0).lastIndexOf(true);
  const answers = messages.slice(asked + 1).filter(({ partial }) => !partial);
  if (answers.some(({ role }) => role !== "tool")) return [];
  const calls = messages[asked]?.calls ?? [];
  return answers.map(({ callId, text }) => {
    const call = calls.find(({ id }) => id === callId);
    return { name: call?.name ?? "", arguments: call?.arguments ?? "", content: text };
  });
}

function answersBefore(messages: readonly Message[], message: Message): number {
  return messages.slice(0, messages.indexOf(message)).filter(({ role }) => role === "assistant").length;
}

function sourcesOf(text: string, afterTurn: number): DocumentSource[] {
  if (text.startsWith(PREFIX)) return text.split(",").map((part) => listedSource(part.trim(), afterTurn));
  return [jsonSource(text, afterTurn) ?? { kind: "text", text, afterTurn }];
}

/** An id without its own prefix is text (reference 0.11). */
function listedSource(part: string, afterTurn: number): DocumentSource {
  if (!part.startsWith(PREFIX)) return { kind: "text", text: part, afterTurn };
  return { kind: "file", id: part.slice(PREFIX.length), afterTurn };
}

/** A document as a JSON string (reference 7.3), null for any other text. */
function jsonSource(text: string, afterTurn: number): DocumentSource | null {
  if (!text.trimStart().startsWith("{")) return null;
  try {
    const document: unknown = JSON.parse(text);
    if (!isObject(document) || typeof document["content"] !== "string") return null;
    const { content, title, filename, file_type: type } = document;
    const file = filename && type ? withExtension(textOf(filename), textOf(type)) : filename;
    const name = title && file ? `${textOf(title)} (${textOf(file)})` : textOf(title ?? file ?? "JSON");
    return { kind: "json", text: content, name, afterTurn };
  } catch {
    return null;
  }
}

function withExtension(name: string, extension: string): string {
  return name.endsWith(`.${extension}`) ? name : `${name}.${extension}`;
}
