/** An answer as a value. */
import "../index.js"; // whoever loads this has it: see `check_chunks` in xtask/src/build/bundles.rs
import type { ChatCompletions } from "../chat.js";
import { usageError } from "../errors.js";
import type { RequestOptions } from "../options.js";
import { meaning } from "../preflight.js";
import type { Answered, APIPromise } from "../promise.js";
import type { ChatCompletion, ChatCompletionChoice, ChatCompletionMessage, ChatParams } from "../types/chat.js";
import type { JSONSchema, StandardSchema } from "../types/schema.js";
import type { ParsedChatCompletion, ParseParams } from "../types/structured.js";
import { ParseError } from "./error.js";
import { format } from "./format.js";
import { type Understood, understood } from "./schema.js";

/** Asks, and validates every choice. */
export async function parse<T>(completions: ChatCompletions, params: ParseParams<StandardSchema | JSONSchema>, options: RequestOptions): Promise<Answered<ParsedChatCompletion<T>>> {
  if (typeof params !== "object" || params === null || !params.schema) throw usageError("chat.completions.parse needs { model, messages, schema }.");
  const { schema, jsonSchema, name = "answer", ...request } = params;
  const { json, validate } = await understood(schema, jsonSchema);
  const response_format = request.response_format ?? format(String(request.model), name, json);
  const plain: ChatParams = { ...request, response_format, stream: false };
  // JSON and thinking exclude each other (reference 14): a model that thinks where nobody asks for it is asked not to.
  const { data, response } = await (completions.perform(plain, meaning("json_thinking", options)) as APIPromise<ChatCompletion>).withResponse();
  const choices = await Promise.all((data.choices ?? []).map(async (choice) => ({ ...choice, message: { ...choice.message, parsed: (await value(choice, validate, data)) as T } })));
  return { data: { ...data, choices }, response };
}

async function value({ message, finish_reason }: ChatCompletionChoice, validate: Understood["validate"], completion: ChatCompletion): Promise<unknown> {
  const { refusal, content } = Object(message) as Partial<ChatCompletionMessage>; // a choice may come without one
  if (refusal) throw new ParseError("refusal", "The model refuses to answer: see `completion`.", completion);
  if (finish_reason === "length") throw new ParseError("length", "The token limit stopped the answer before its end: leave out `max_tokens`, or raise it.", completion);
  if (finish_reason === "content_filter") throw new ParseError("content_filter", "The service's filter stopped the answer before its end.", completion);
  const found = await validate(json(typeof content === "string" ? content : "", completion));
  if (!found.issues) return found.value;
  throw new ParseError("schema_mismatch", "The answer does not fit the schema: see `issues`, and `completion` for what the model wrote.", completion, found.issues);
}

function json(text: string, completion: ChatCompletion): unknown {
  try {
    return JSON.parse(unfenced(text.trim()));
  } catch {
    // Without the cause: some engines quote the text.
    throw new ParseError("invalid_json", "The answer is no JSON: see `completion` for what the model wrote.", completion);
  }
}

/** Some models put JSON into a code block, asked for it or not. */
function unfenced(text: string): string {
  const [fence] = /^```(?:json)?/i.exec(text) ?? [""];
  return fence && text.endsWith("```") ? text.slice(fence.length, -3) : text;
}
