import { inferenceError } from "../../errors.js";
import { type Fields, invalidBody, isObject } from "../json.js";
import type { Message } from "../message-rules.js";
import type { Model } from "../model.js";
import { languageIn, languageNamed } from "./languages.js";

/** A text to translate and how (reference 9). */
export interface Translation {
  text: string;
  /** The name of a language, or "auto". */
  source: string;
  target: string;
  terms: readonly Pair[];
  memory: readonly Pair[];
  domains: string;
}

export interface Pair {
  source: string;
  target: string;
}

/**
 * The translation that a body asks for; null where the model does not translate. Throws the service's 400: the text for an
 * unknown language is documented, the others are the emulator's own.
 */
export function translationOf(body: Fields, model: Model, messages: readonly Message[]): Translation | null {
  if (!model.translates) return null;
  const [message] = messages;
  if (messages.length !== 1 || message?.role !== "user") {
    throw inferenceError("The input messages of a translation must be exactly one message with the role of user.");
  }
  const { text } = message;
  const options = body["translation_options"];
  if (options === undefined || options === null) {
    return { text, source: "auto", target: languageIn(text) ?? "English", terms: [], memory: [], domains: "" };
  }
  if (!isObject(options)) throw invalidBody();
  const { languages } = model.translates;
  return {
    text,
    source: options["source_lang"] === "auto" ? "auto" : language(options, "source_lang", languages),
    target: language(options, "target_lang", languages),
    terms: pairs(options, "terms"),
    memory: pairs(options, "tm_list"),
    domains: domains(options["domains"]),
  };
}

function language(options: Fields, name: string, languages: "all" | "lite"): string {
  const value = options[name];
  if (value === undefined || value === null || value === "") throw inferenceError(`The ${name} field is a required field.`);
  const found = typeof value === "string" ? languageNamed(value, languages) : undefined;
  if (found === undefined) throw inferenceError("暂时不支持当前设置的语种！");
  return found;
}

function pairs(options: Fields, name: string): Pair[] {
  const value = options[name] ?? [];
  const good = Array.isArray(value) && value.every(isPair);
  if (!good) throw inferenceError(`'${name}' must be a list of objects with the texts 'source' and 'target'`);
  return value;
}

function isPair(value: unknown): value is Pair {
  return isObject(value) && typeof value["source"] === "string" && value["source"] !== "" && typeof value["target"] === "string";
}

function domains(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "string") throw inferenceError("'domains' must be String");
  return value;
}
