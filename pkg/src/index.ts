/**
 * `qwen-edge`: the client for the Qwen API in web pages and edge functions.
 *
 * @module qwen-edge
 */
export { Qwen } from "./client.js";
export { Qwen as default } from "./client.js";
export type { Batches } from "./batches.js";
export type { ChatCompletions } from "./chat.js";
export type { Completions } from "./completions.js";
export type { AskParams, AskSettings } from "./documents/ask.js";
export type { Conversation, ConversationOptions, SavedConversation, TurnParams } from "./documents/conversation.js";
export type { Documents } from "./documents/documents.js";
export {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  BatchError,
  ConflictError,
  DocumentError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  PreflightError,
  QwenError,
  RateLimitError,
  StallTimeoutError,
  StreamDecodeError,
  TruncatedStreamError,
  UnprocessableEntityError,
  type Throttle,
} from "./errors.js";
export type { Files } from "./files.js";
export { audioPart, imagePart, videoPart, type MediaSource } from "./media/parts.js";
export type { Models } from "./models.js";
export type { ClientOptions, Fetch, Logger, LogLevel, Patience, Place, QwenOptions, Region, RequestHeaders, RequestOptions, Retry, SharedRegion, Timeouts, WorkspaceRegion } from "./options.js";
export { preload } from "./preload.js";
export type { PagePromise } from "./pages.js";
export type { Answered, APIPromise } from "./promise.js";
export type { ChatStream } from "./streams/chat.js";
export type { AnswerStream } from "./streams/answer.js";
export type { CompletionStream } from "./streams/completion.js";
export type { StreamEnd } from "./streams/end.js";
export { events, type ServerSentEvent } from "./streams/events.js";
export type { TokenCreateParams, Tokens, TemporaryKey } from "./tokens.js";
export type * from "./types/batches.js";
export { ParseError, type ParseErrorCode } from "./structured/error.js";
export { ToolRunError, type ToolRunErrorCode } from "./tools/error.js";
export type { ToolRun } from "./tools/run.js";
export { tool } from "./tools/tool.js";
export type * from "./types/chat.js";
export type * from "./types/completions.js";
export type * from "./types/documents.js";
export type * from "./types/files.js";
export type * from "./types/partial-json.js";
export type * from "./types/preflight.js";
export type * from "./types/translation.js";
export type * from "./types/models.js";
export type * from "./types/pages.js";
export type * from "./types/schema.js";
export type * from "./types/structured.js";
export type * from "./types/tools.js";
