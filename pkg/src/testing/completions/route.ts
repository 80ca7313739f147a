import type { Call } from "../call.js";
import { type Fields, fieldsOf } from "../chat/json.js";
import { replyOf } from "../errors.js";
import { type Reply, eventReply, jsonReply } from "../reply.js";
import { countTokens, tokensOf } from "../tokens.js";
import { answerTo } from "./answer.js";
import { type CompletionRequest, completionRequestOf } from "./request.js";

/** `POST /completions` (reference 11.3) */
export async function completions(call: Call): Promise<Reply> {
  const body = fieldsOf(call.body.text);
  return replyOf(() => complete(body, call), call.requestId, body["stream"] === true);
}

function complete(body: Fields, call: Call): Reply {
  const request = completionRequestOf(body);
  const answer = cut(answerTo(request.prompt), request);
  const reply = request.stream ? eventReply(chunksOf(request, answer, call)) : jsonReply(200, plainBody(request, answer, call));
  // The wire format has no field that says how tokens were counted.
  reply.headers["x-emulator-usage"] = "estimate";
  return reply;
}

interface Answer {
  tokens: readonly string[];
  finishReason: "stop" | "length";
}

/** Cuts the answer before the first stop text, then at `max_tokens`. */
function cut(answer: string, { stop, maxTokens }: CompletionRequest): Answer {
  const ends = stop.map((text) => answer.indexOf(text)).filter((end) => end >= 0);
  const tokens = tokensOf(answer.slice(0, Math.min(...ends, answer.length)));
  const finishReason = tokens.length > maxTokens ? "length" : "stop";
  return { tokens: tokens.slice(0, maxTokens), finishReason };
}

function plainBody(request: CompletionRequest, { tokens, finishReason }: Answer, call: Call): object {
  return envelope(request, call, [choiceOf(tokens.join(""), finishReason)], usageOf(request, tokens.length));
}

/** Tokens of a chunk, as chat has them on the average (reference 4.2). */
const CHUNK = 6;

/** The chunk shape that reference 11.3 expects: texts, a last one with the finish reason, and the usage where asked for. */
function chunksOf(request: CompletionRequest, { tokens, finishReason }: Answer, call: Call): object[] {
  const texts = tokens.flatMap((_, index) => (index % CHUNK === 0 ? [tokens.slice(index, index + CHUNK).join("")] : []));
  const choices = [...texts.map((text) => choiceOf(text, null)), choiceOf("", finishReason)];
  const chunks = choices.map((choice) => envelope(request, call, [choice], null));
  return request.includeUsage ? [...chunks, envelope(request, call, [], usageOf(request, tokens.length))] : chunks;
}

function choiceOf(text: string, finish_reason: string | null): object {
  return { text, finish_reason, index: 0, logprobs: null };
}

function usageOf({ text }: CompletionRequest, completion_tokens: number): object {
  const prompt_tokens = countTokens(text);
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

function envelope({ model }: CompletionRequest, call: Call, choices: readonly object[], usage: object | null): object {
  const created = Math.floor(call.arrivedAt / 1000);
  return { choices, object: "text_completion", usage, created, system_fingerprint: null, model, id: `cmpl-${call.requestId}` };
}
