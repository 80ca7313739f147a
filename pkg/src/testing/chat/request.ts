import { gatewayError, inferenceError, modelNotFound } from "../errors.js";
import { type Format, formatOf } from "./format/rules.js";
import { type Fields, isObject, numberOr } from "./json.js";
import { type Message, checkMessages } from "./message-rules.js";
import type { Model } from "./model.js";
import { findModel } from "./models.js";
import { checkChoices, checkParameters } from "./parameter-rules.js";
import { prefixOf } from "./partial-rules.js";
import { searchOf } from "./search-rules.js";
import { type Speech, speechOf, wantsSpeech } from "./speech/rules.js";
import { type Thought, thoughtOf } from "./thinking-rules.js";
import { type Toolbox, toolboxOf } from "./tools/rules.js";
import { type Translation, translationOf } from "./translation/rules.js";

/** A chat request that the service would take. */
export interface ChatRequest {
  modelName: string;
  model: Model;
  messages: readonly Message[];
  stream: boolean;
  includeUsage: boolean;
  thought: Thought;
  format: Format;
  toolbox: Toolbox;
  translation: Translation | null;
  speech: Speech | null;
  /** The beginning of the answer in partial mode. */
  prefix: string | null;
  /** The strategy of a web search. */
  search: string | null;
  choices: number;
  maxTokens: number;
  /** Most tokens of thinking and answer together. */
  maxCompletionTokens: number;
  stop: readonly string[];
  /** How many alternatives are told for each token; null where no probabilities are asked for. */
  logprobs: number | null;
}

/** The circumstances of a request that are not in its body. */
export interface Circumstances {
  /** Whether `oss://` addresses are resolved: a header (reference 1.5). */
  resolvesOss: boolean;
  /** Whether it is a line of a batch: models that only stream answer there without (reference 16). */
  inBatch: boolean;
}

/** The request in a body. Throws what the service answers to a bad one (reference 5.4, 5.5). */
export function chatRequestOf(body: Fields, { resolvesOss, inBatch }: Circumstances): ChatRequest {
  const { model: modelName } = body;
  if (typeof modelName !== "string" || modelName === "") {
    throw gatewayError(400, "invalid_request_error", "you must provide a model parameter.");
  }
  const found = findModel(modelName);
  if (!found) throw modelNotFound(modelName);
  const model = inBatch ? { ...found, streamOnly: false, thinksAtOnce: true } : found;
  const messages = checkMessages(body["messages"], { model, resolvesOss, highResolution: body["vl_high_resolution_images"] === true });
  checkParameters(body, model);
  checkStreaming(body, model);
  const translation = translationOf(body, model, messages);
  const thought = thoughtOf(body, model, modelName, messages);
  checkChoices(body, model, thought.thinks);
  const speech = speechOf(body, model, thought.thinks, messages);
  return {
    modelName,
    model,
    messages,
    stream: body["stream"] === true,
    includeUsage: isObject(body["stream_options"]) && body["stream_options"]["include_usage"] === true,
    thought,
    format: formatOf(body["response_format"], thought.thinks, model, messages),
    toolbox: toolboxOf(body, model, thought.thinks),
    translation,
    speech,
    prefix: prefixOf(messages, model, thought.thinks),
    search: searchOf(body, model),
    choices: numberOr(body["n"], 1),
    maxTokens: numberOr(body["max_tokens"], model.maxOutput),
    maxCompletionTokens: numberOr(body["max_completion_tokens"], Infinity),
    stop: [body["stop"]].flat().filter((stop): stop is string => typeof stop === "string" && stop !== ""),
    logprobs: body["logprobs"] === true && model.logprobs ? numberOr(body["top_logprobs"], 0) : null,
  };
}

/** Throws the 400s of reference 5.5 for a call of a model that only streams, or only speaks in a stream. */
function checkStreaming(body: Fields, { streamOnly, omni }: Model): void {
  if (body["stream"] === true) return;
  if (omni && wantsSpeech(body)) throw inferenceError("'audio' output only support with stream=true");
  if (!streamOnly) return;
  throw inferenceError("This model only support stream mode, please enable the stream parameter to access the model.");
}
