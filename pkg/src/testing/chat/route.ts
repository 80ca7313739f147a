import type { Call } from "../call.js";
import { type ServiceError, inferenceError, replyOf } from "../errors.js";
import { type Reply, eventReply, jsonReply } from "../reply.js";
import { countTokens } from "../tokens.js";
import { answerOf } from "./answer.js";
import { chunksOf } from "./chunks.js";
import { completionOf, plainBody } from "./completion.js";
import { conversationOf } from "./conversation.js";
import { type LoadedDocument, loadDocuments } from "./documents.js";
import { type Fields, fieldsOf } from "./json.js";
import type { Message } from "./message-rules.js";
import { type ChatRequest, chatRequestOf } from "./request.js";

/** `POST /chat/completions` */
export async function chatCompletions(call: Call, account: string): Promise<Reply> {
  const body = fieldsOf(call.body.text);
  return replyOf(() => complete(body, call, account), call.requestId, body["stream"] === true);
}

async function complete(body: Fields, call: Call, account: string): Promise<Reply> {
  const request = chatRequestOf(body);
  const conversation = conversationOf(request.messages, request.model.documents);
  if (request.model.documents && conversation.systemMessages > 1) checkUserText(request.messages);
  const documents = await loadDocuments(conversation.documents, call, account);
  const promptTokens = tokensRead(request.messages, documents);
  checkInput(request, promptTokens);
  const answer = answerOf(conversation, documents, request.jsonObject);
  const completion = completionOf(request, answer, promptTokens, call);
  const reply = request.stream ? eventReply(chunksOf(completion)) : jsonReply(200, plainBody(completion));
  // The wire format has no field that says how tokens were counted.
  reply.headers["x-emulator-usage"] = "estimate";
  return reply;
}

/** With two system messages or more, user text is limited (reference 7.6). The text of the error is not documented. */
const MOST_USER_TOKENS = 9_000;

function checkUserText(messages: readonly Message[]): void {
  if (messages.some(({ role, text }) => role === "user" && countTokens(text) > MOST_USER_TOKENS)) throw tooLong(MOST_USER_TOKENS);
}

/** Every document is read, and billed, on every call (reference 0.12). */
function tokensRead(messages: readonly Message[], documents: readonly LoadedDocument[]): number {
  const files = documents.filter(({ fileId }) => fileId !== null);
  return [
    ...messages.map(({ text }) => countTokens(text)),
    ...files.map(({ content }) => content?.tokens ?? 0),
  ].reduce((sum, tokens) => sum + tokens, 0);
}

function checkInput({ model }: ChatRequest, tokens: number): void {
  if (tokens <= model.maxInput) return;
  if (!model.documents) throw tooLong(model.maxInput);
  throw inferenceError(`Total message token length exceed model limit (${model.maxInput} tokens).`);
}

function tooLong(most: number): ServiceError {
  return inferenceError(`<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, ${most}]`);
}
