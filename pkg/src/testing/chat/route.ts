import type { Call } from "../call.js";
import { type ServiceError, inferenceError, replyOf } from "../errors.js";
import { type Reply, eventReply, jsonReply } from "../reply.js";
import { countTokens } from "../tokens.js";
import { NO_CACHE } from "./cache.js";
import { chunksOf } from "./chunks.js";
import { type Completion, completionOf } from "./completion.js";
import { conversationOf } from "./conversation.js";
import { type LoadedDocument, loadDocuments } from "./documents.js";
import { type Fields, fieldsOf } from "./json.js";
import type { Message } from "./message-rules.js";
import { plainBody } from "./plain.js";
import { type ChatRequest, chatRequestOf } from "./request.js";
import { turnOf } from "./turn.js";
import { promptTokens } from "./usage.js";

/** `POST /chat/completions` */
export async function chatCompletions(call: Call, account: string): Promise<Reply> {
  const body = fieldsOf(call.body.text);
  return replyOf(() => answer(body, call, account), call.requestId, body["stream"] === true);
}

async function answer(body: Fields, call: Call, account: string): Promise<Reply> {
  const completion = await complete(body, call, account, false);
  const reply = completion.request.stream ? eventReply(chunksOf(completion)) : jsonReply(200, plainBody(completion));
  // The wire format has no field that says how tokens were counted.
  reply.headers["x-emulator-usage"] = "estimate";
  return reply;
}

/**
 * The plain completion for a request that came in another way than by a call of its own: a line of a batch, which is answered
 * by models that only stream, too, and has nothing to do with the cache (reference 16.6, 17). Rejects with a ServiceError where
 * the service would refuse.
 */
export async function plainCompletion(body: Fields, call: Call, account: string): Promise<Fields> {
  return plainBody(await complete({ ...body, stream: false }, call, account, true)) as Fields;
}

async function complete(body: Fields, call: Call, account: string, inBatch: boolean): Promise<Completion> {
  const resolvesOss = call.headers.get("x-dashscope-ossresourceresolve") === "enable";
  const request = chatRequestOf(body, { resolvesOss, inBatch });
  const conversation = conversationOf(request.messages, request.model.documents);
  if (request.model.documents && conversation.systemMessages > 1) checkUserText(request.messages);
  const { use, keep } = inBatch ? NO_CACHE : call.prompts.look(request, account, call.settings.now());
  const documents = await loadDocuments(conversation.documents, call, account);
  const prompt = tokensRead(request, documents);
  checkInput(request, prompt);
  const turn = turnOf(request, conversation, documents, call.record.fault);
  keep(call.settings.now());
  return completionOf(request, turn, prompt, use, call);
}

/** With two system messages or more, user text is limited (reference 7.6). The text of the error is not documented. */
const MOST_USER_TOKENS = 9_000;

function checkUserText(messages: readonly Message[]): void {
  if (messages.some(({ role, text }) => role === "user" && countTokens(text) > MOST_USER_TOKENS)) throw tooLong(MOST_USER_TOKENS);
}

/** Every document is read, and billed, on every call (reference 0.12). */
function tokensRead(request: ChatRequest, documents: readonly LoadedDocument[]): number {
  const files = documents.filter(({ fileId }) => fileId !== null);
  return files.reduce((sum, { content }) => sum + (content?.tokens ?? 0), promptTokens(request));
}

function checkInput({ model }: ChatRequest, tokens: number): void {
  if (tokens <= model.maxInput) return;
  if (!model.documents) throw tooLong(model.maxInput);
  throw inferenceError(`Total message token length exceed model limit (${model.maxInput} tokens).`);
}

function tooLong(most: number): ServiceError {
  return inferenceError(`<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, ${most}]`);
}
