import { answerOf } from "./answer.js";
import type { FaultName } from "../faults/names.js";
import type { Conversation } from "./conversation.js";
import type { LoadedDocument } from "./documents.js";
import { Clues, valueFor } from "./format/value.js";
import { phrasesFor } from "./phrases.js";
import type { ChatRequest } from "./request.js";
import { subjectsOf } from "./subjects.js";
import { type ToolCall, callsFor } from "./tools/calls.js";
import { translate } from "./translation/translate.js";

/** What the model does in its turn. */
export interface Turn {
  /** null for a model that does not think. */
  reasoning: string | null;
  text: string;
  calls: readonly ToolCall[];
}

export function turnOf(request: ChatRequest, conversation: Conversation, documents: readonly LoadedDocument[], fault: FaultName | null): Turn {
  const phrases = phrasesFor(conversation.question);
  const calls = callsFor(request.toolbox, conversation);
  const reasoning = request.thought.thinks ? phrases.thinking(conversation.question) : null;
  if (calls.length === 0) return { reasoning, text: textOf(request, conversation, documents), calls };
  if (fault === "leaked-call") return { reasoning: (reasoning ?? "") + calls.map(leaked).join("\n"), text: "", calls: [] };
  const text = request.model.tools === "talking" ? phrases.calling(calls.map(({ name }) => name)) : "";
  return { reasoning, text, calls: fault === "trailing-brace" ? overclosed(calls) : calls };
}

/** A call as the models write it when it is not taken for one (reference 0.7). */
function leaked({ name, arguments: json }: ToolCall): string {
  return `<tool_call>\n{"name": ${JSON.stringify(name)}, "arguments": ${json}}\n</tool_call>`;
}

function overclosed(calls: readonly ToolCall[]): ToolCall[] {
  return calls.map((call, at) => (at === calls.length - 1 ? { ...call, arguments: `${call.arguments}}` } : call));
}

function textOf(request: ChatRequest, conversation: Conversation, documents: readonly LoadedDocument[]): string {
  if (request.translation) return translate(request.translation);
  const { schema } = request.format;
  const text = schema
    ? JSON.stringify(valueFor(schema, new Clues(subjectsOf(conversation.question), true)))
    : answerOf(conversation, documents, request);
  return request.prefix === null ? text : continued(text, request.prefix, conversation);
}

/** The rest of the answer where the prefix is its beginning, as it is of an answer that was cut; else a new end (reference 15). */
function continued(answer: string, prefix: string, { question }: Conversation): string {
  if (answer.startsWith(prefix)) return answer.slice(prefix.length);
  return phrasesFor(question).continuing(prefix);
}
