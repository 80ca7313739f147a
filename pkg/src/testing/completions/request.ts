import { type Fields, isObject } from "../chat/json.js";
import type { Model } from "../chat/model.js";
import { findModel } from "../chat/models.js";
import { checkParameters } from "../chat/parameter-rules.js";
import { gatewayError, inferenceError, modelNotFound } from "../errors.js";
import { type Prompt, promptOf } from "./prompt.js";

/** A request of `/completions` that the service would take. */
export interface CompletionRequest {
  model: string;
  /** As it was sent, markers and all: this is what is billed. */
  text: string;
  prompt: Prompt;
  stream: boolean;
  includeUsage: boolean;
  maxTokens: number;
  stop: readonly string[];
}

/** The models of reference 11.3. */
const MODELS = /^(?:qwen2\.5-coder-(?:0\.5|1\.5|3|7|14|32)b-instruct|qwen-coder-turbo(?:-latest|-0919)?)$/;

/** The request in a body. Throws what the service answers to a bad one (reference 5.4, 5.5, 11.3). */
export function completionRequestOf(body: Fields): CompletionRequest {
  const { model: modelName, prompt: text, stream, stream_options: options } = body;
  const model = modelOf(modelName);
  if (typeof text !== "string" || text === "") throw inferenceError("The prompt field is a required field.");
  const prompt = promptOf(text);
  checkParameters(body, model);
  return {
    model: String(modelName),
    text,
    prompt,
    stream: stream === true,
    includeUsage: isObject(options) && options["include_usage"] === true,
    maxTokens: Number(body["max_tokens"] ?? model.maxOutput),
    stop: [body["stop"]].flat().filter((stop): stop is string => typeof stop === "string" && stop !== ""),
  };
}

function modelOf(name: unknown): Model {
  if (typeof name !== "string" || name === "") throw gatewayError(400, "invalid_request_error", "you must provide a model parameter.");
  const model = findModel(name);
  if (!model) throw modelNotFound(name);
  if (MODELS.test(name)) return model;
  // A model of chat: the nearest of the texts of reference 5.4.
  throw gatewayError(404, "model_not_supported", `Unsupported model ${name} for OpenAI compatibility mode.`);
}
