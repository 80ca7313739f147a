import { inferenceError } from "../../errors.js";
import { type Fields, isObject } from "../json.js";
import type { Message } from "../message-rules.js";
import type { Model } from "../model.js";

/** The form of an answer: `schema` is null but for answers that must follow one. */
export interface Format {
  type: "text" | "json_object" | "json_schema";
  schema: Fields | null;
}

const TEXT: Format = { type: "text", schema: null };

/** Throws the service's 400 (reference 5.5, 14). */
export function formatOf(format: unknown, thinks: boolean, model: Model, messages: readonly Message[]): Format {
  if (format === undefined || format === null || (isObject(format) && format["type"] === "text")) return TEXT;
  const type = isObject(format) ? format["type"] : undefined;
  if (type !== "json_object" && type !== "json_schema") throw unknownFormat();
  if (thinks) throw inferenceError("Json mode response is not supported when enable_thinking is true");
  if (model.json === "none" || (type === "json_schema" && model.json !== "schema")) throw unknownFormat();
  if (type === "json_schema") return { type, schema: schemaIn(format as Fields) };
  checkWord(messages);
  return { type, schema: null };
}

/** The text goes on in the service, how is not documented; nor is what a model answers to a format that it does not have. */
function unknownFormat(): Error {
  return inferenceError(
    "Unknown format of response_format, response_format should be a dict, includes 'type' and an optional key 'json_schema'.",
  );
}

function checkWord(messages: readonly Message[]): void {
  const asked = messages.some(({ role, text }) => (role === "system" || role === "user") && /json/i.test(text));
  if (asked) return;
  throw inferenceError("'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.");
}

function schemaIn({ json_schema: described }: Fields): Fields {
  const { name, schema } = isObject(described) ? described : {};
  if (typeof name !== "string" || !/^[\w-]{1,64}$/.test(name) || !isObject(schema)) throw unknownFormat();
  return schema;
}
