import { gatewayError, modelNotFound } from "../errors.js";
import { type Fields, isObject } from "./json.js";
import { type Message, checkMessages } from "./message-rules.js";
import { type Model, findModel } from "./models.js";
import { checkParameters } from "./parameter-rules.js";

/** A chat request that the service would take. */
export interface ChatRequest {
  modelName: string;
  model: Model;
  messages: readonly Message[];
  stream: boolean;
  includeUsage: boolean;
  thinks: boolean;
  /** Whether the answer must be a JSON object. */
  jsonObject: boolean;
  choices: number;
  maxTokens: number;
  stop: readonly string[];
}

/** The request in a body. Throws what the service answers to a bad one (reference 5.4, 5.5). */
export function chatRequestOf(body: Fields): ChatRequest {
  const { model: modelName } = body;
  if (typeof modelName !== "string" || modelName === "") {
    throw gatewayError(400, "invalid_request_error", "you must provide a model parameter.");
  }
  const model = findModel(modelName);
  if (!model) {
    throw modelNotFound(modelName);
  }
  const messages = checkMessages(body["messages"]);
  const thinks = checkParameters(body, model, modelName, messages);
  return {
    modelName,
    model,
    messages,
    stream: body["stream"] === true,
    includeUsage: isObject(body["stream_options"]) && body["stream_options"]["include_usage"] === true,
    thinks,
    jsonObject: isObject(body["response_format"]) && body["response_format"]["type"] === "json_object",
    choices: Number(body["n"] ?? 1),
    maxTokens: Number(body["max_tokens"] ?? model.maxOutput),
    stop: [body["stop"]].flat().filter((stop): stop is string => typeof stop === "string" && stop !== ""),
  };
}
