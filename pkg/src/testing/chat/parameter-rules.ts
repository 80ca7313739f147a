import { inferenceError } from "../errors.js";
import { type Fields, numberOr } from "./json.js";
import type { Model } from "./model.js";
import { MOST_THINKING } from "./thinking-rules.js";

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
    name: "max_completion_tokens",
    integer: true,
    within: (v, { maxOutput }) => v >= 1 && v <= maxOutput + MOST_THINKING,
    message: ({ maxOutput }) => `Range of max_completion_tokens should be [1, ${maxOutput + MOST_THINKING}]`,
  },
  {
    name: "seed",
    integer: true,
    within: (v) => v >= 0,
    message: (_, v) => `${v} is lesser than the minimum of 0 - 'seed'`,
    code: "invalid_value",
  },
  {
    name: "seed",
    integer: true,
    // As the text says; the parameter's own page says 2^31-1.
    within: (v) => v <= 9_223_372_036_854_775_807,
    message: () => "Range of seed should be [0, 9223372036854775807]",
  },
  { name: "top_logprobs", integer: true, within: (v) => v >= 0 && v <= 5, message: () => "Range of top_logprobs should be [0, 5]" },
];

/**
 * Checks the parameters that stand for themselves. Throws the service's 400 for the first that is wrong; absent and null
 * ones are the defaults.
 */
export function checkParameters(body: Fields, model: Model): void {
  for (const rule of RULES) checkNumber(rule, body[rule.name], model);
  checkStop(body["stop"]);
}

/** Several answers are for some models alone, and not with thinking or tools (reference 2.1). What the service says then is not documented. */
export function checkChoices({ n, tools }: Fields, { several }: Model, thinks: boolean): void {
  const alone = !several || thinks || (Array.isArray(tools) && tools.length > 0);
  if (numberOr(n, 1) > 1 && alone) throw inferenceError("Range of n should be [1, 1]");
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
