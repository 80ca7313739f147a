/** Answers that are values. */
import type { ChatCompletion, ChatCompletionChoice, ChatCompletionMessage, ChatParams } from "./chat.js";
import type { JSONSchema, StandardSchema } from "./schema.js";

/** Parameters of `chat.completions.parse`: those of a plain chat request, and what the answer must be. */
export interface ParseParams<Schema extends StandardSchema | JSONSchema> extends ChatParams {
  /** A value is only whole at the end; while it arrives: `stream.partialJSON()`. */
  stream?: false | null;
  /** A Standard Schema (zod, valibot, arktype, …) or JSON Schema: what the answer is validated by. */
  schema: Schema;
  /** What the model is shown in place of `schema`. Where neither says itself as JSON Schema, it is asked for any JSON object. */
  jsonSchema?: JSONSchema | undefined;
  /** The name of the answer, for the model: letters, digits, `_` and `-`, at most 64. Default "answer". */
  name?: string | undefined;
}

/** A message whose text is a value. */
export interface ParsedMessage<T> extends ChatCompletionMessage {
  /** What the schema's validation made of the text. */
  parsed: T;
}
/** One choice of an answer. */
export interface ParsedChoice<T> extends Omit<ChatCompletionChoice, "message"> {
  /** What the model said, and its value. */
  message: ParsedMessage<T>;
}
/** An answer whose choices are values. */
export interface ParsedChatCompletion<T> extends Omit<ChatCompletion, "choices"> {
  /** One, or `n` of them: every one is validated. */
  choices: ParsedChoice<T>[];
}
