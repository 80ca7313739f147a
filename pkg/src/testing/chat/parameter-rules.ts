import { inferenceError } from "../errors.js";
import { type Fields, isObject } from "./json.js";
import type { Message } from "./message-rules.js";
import type { Model } from "./models.js";

interface Rule {
  name: string;
  integer?: boolean;
  within(value: number, model: Model): boolean;
  message(model: Model, value: number): string;
  code?: string;
}

/** The ranges of reference 2.1 with the texts of 5.5. */
const RULES: readonly Rule[] = [
  { name: "temperature", within: (v) => v >= 0 && v < 2, message: () => "Temperature should be in [0.0, 2.0)" },
  { name: "top_p", within: (v) => v > 0 && v <= 1, message: () => "Range of top_p should be (0.0, 1.0]" },
  { name: "top_k", integer: true, within: (v) => v >= 0, message: () => "Parameter top_k be greater than or equal to 0" },
  { name: "repetition_penalty", within: (v) => v > 0, message: () => "Repetition_penalty should be greater than 0.0" },
  { name: "presence_penalty", within: (v) => v >= -2 && v <= 2, message: () => "Presence_penalty should be in [-2.0, 2.0]" },
  { name: "n", integer: true, within: (v) => v >= 1 && v <= 4, message: () => "Range of n should be [1, 4]" },
  {
    name: "max_tokens",
    integer: true,
    within: (v, { maxOutput }) => v >= 1 && v <= maxOutput,
    message: ({ maxOutput }) => `Range of max_tokens should be [1, ${maxOutput}]`,
  },
  {
    name: "seed",
    integer: true,
    within: (v) => v >= 0,
    message: (_, v) => `${v} is lesser than the minimum of 0 - 'seed'`,
    code: "invalid_value",
  },
  { name: "top_logprobs", integer: true, within: (v) => v >= 0 && v <= 5, message: () => "Range of top_logprobs should be [0, 5]" },
];

/**
 * Checks all parameters but the messages and tells whether the model will think. Throws the service's 400 for the first
 * that is wrong; absent and null ones are the defaults.
 */
export function checkParameters(body: Fields, model: Model, modelName: string, messages: readonly Message[]): boolean {
  for (const rule of RULES) checkNumber(rule, body[rule.name], model);
  checkStop(body["stop"]);
  const thinks = checkThinking(body, model, modelName);
  checkResponseFormat(body["response_format"], thinks, messages);
  checkAbilities(body, model);
  return thinks;
}

function checkNumber(rule: Rule, value: unknown, model: Model): void {
  if (value === undefined || value === null) return;
  if (typeof value !== "number" || (rule.integer && !Number.isInteger(value))) {
    throw inferenceError(`'${rule.name}' must be ${rule.integer ? "Integer" : "Float"}`, rule.code);
  }
  if (!rule.within(value, model)) throw inferenceError(rule.message(model, value), rule.code);
}

const isText = (value: unknown): boolean => typeof value === "string";
const isToken = (value: unknown): boolean => Number.isInteger(value);
const isTokens = (value: unknown): boolean => Array.isArray(value) && value.every(isToken);

function checkStop(stop: unknown): void {
  if (stop === undefined || stop === null || isText(stop)) return;
  if (Array.isArray(stop) && [isText, isToken, isTokens].some((kind) => stop.every(kind))) return;
  throw inferenceError(
    'The "stop" parameter must be of type "str", "list[str]", "list[int]", or "list[list[int]]", and all elements within the list must be of the same type.',
  );
}

function checkThinking(body: Fields, model: Model, modelName: string): boolean {
  const { enable_thinking: wish, thinking_budget: budget, stream } = body;
  if (model.streamOnly && stream !== true) {
    throw inferenceError("This model only support stream mode, please enable the stream parameter to access the model.");
  }
  if (model.thinking === "never" && wish === true) {
    throw inferenceError(`The model ${modelName} does not support enable_thinking.`, "InvalidParameter.NotSupportEnableThinking");
  }
  if (model.thinking === "always" && wish === false) {
    throw inferenceError("The value of the enable_thinking parameter is restricted to True.");
  }
  const thinks = model.thinking === "always" || (model.thinking !== "never" && (wish ?? model.thinking === "on") === true);
  if (thinks && stream !== true && !model.thinksAtOnce) {
    throw inferenceError("parameter.enable_thinking must be set to false for non-streaming calls");
  }
  if (budget !== undefined && budget !== null && !(isToken(budget) && Number(budget) > 0)) {
    throw inferenceError(`The thinking_budget parameter must be a positive integer and not greater than ${model.maxOutput}`);
  }
  return thinks;
}

function checkResponseFormat(format: unknown, thinks: boolean, messages: readonly Message[]): void {
  if (!isObject(format) || format["type"] !== "json_object") return;
  if (thinks) throw inferenceError("Json mode response is not supported when enable_thinking is true");
  const asked = messages.some(({ role, text }) => (role === "system" || role === "user") && /json/i.test(text));
  if (!asked) {
    throw inferenceError(
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
    );
  }
}

/** What no Qwen model takes, and what the document models do not (reference 0.16, 7). */
function checkAbilities(body: Fields, model: Model): void {
  if (body["tool_choice"] === "required") {
    throw inferenceError('tool_choice is one of the strings that should be ["none", "auto"]');
  }
  if (!model.documents) return;
  if (Array.isArray(body["tools"]) && body["tools"].length > 0) throw inferenceError("The tool call is not supported.");
  if (body["enable_search"] === true) throw inferenceError("This model does not support enable_search.");
}
