/** The client. */
import { Batches } from "./batches.js";
import { ChatCompletions } from "./chat.js";
import { Completions } from "./completions.js";
import { Connection } from "./connection.js";
import type { AskParams } from "./documents/ask.js";
import { Conversation, type ConversationOptions, type SavedConversation } from "./documents/conversation.js";
import { Documents } from "./documents/documents.js";
import { QwenError } from "./errors.js";
import { Files } from "./files.js";
import { Models } from "./models.js";
import type { QwenOptions, RequestOptions } from "./options.js";
import { part } from "./part.js";
import type { ChatStream } from "./streams/chat.js";
import { Tokens } from "./tokens.js";
import type { DocumentOptions } from "./types/documents.js";
import type { TranslateParams } from "./types/translation.js";

/**
 * A client of the Qwen API. Plain data: safe at module scope of a Worker, and for any number of calls at once.
 *
 * @example
 * const qwen = new Qwen({ baseURL: "/v1" }); // a page, with a gateway on its own origin
 * const stream = await qwen.ask({ documents: [file], question: "What does it say?" });
 * for await (const text of stream.text()) show(text);
 */
export class Qwen {
  /** Chat: `chat.completions.create`, and what builds on it: `continue`, `parse`, `runTools`. */
  readonly chat: { readonly completions: ChatCompletions };
  /** Text completions of code models: `completions.create`. */
  readonly completions: Completions;
  /** Files of the account. */
  readonly files: Files;
  /** Documents: uploads that Qwen-Long reads. */
  readonly documents: Documents;
  /** Batches: many requests in one file, answered within a day or two, at half the price. */
  readonly batches: Batches;
  /** Models that the key may ask. */
  readonly models: Models;
  /** Temporary keys. */
  readonly tokens: Tokens;

  /** @throws {QwenError} where a key is missing, or would be shown to every visitor of a page. */
  constructor(options: QwenOptions = {}) {
    const connection = new Connection({ ...options, apiKey: checkedKey(options) });
    this.chat = { completions: new ChatCompletions(connection) };
    this.completions = new Completions(connection);
    this.files = new Files(connection);
    this.documents = new Documents(this.files, this.chat.completions);
    this.batches = new Batches(connection, this.files);
    this.models = new Models(connection);
    this.tokens = new Tokens(connection);
  }

  /**
   * Asks a question about documents: uploads what needs it, waits until the service has read it, and streams the answer.
   * Parameters of the answer, such as `temperature` or `max_tokens`, stand beside the question.
   *
   * @throws {DocumentError} where a document is at fault; else as `chat.completions.create`.
   */
  async ask(params: AskParams, options: DocumentOptions = {}): Promise<ChatStream> {
    return (await part(import("./late.js"))).ask(params, options, this.files, this.chat.completions);
  }

  /**
   * Translates a text (Qwen-MT, reference 9) and streams the translation; that of the models that repeat all they have said
   * in every chunk, too, comes as what is new. `await (await qwen.translate(…)).finalContent()` is the whole.
   *
   * @throws {APIError} as `chat.completions.create`.
   */
  async translate(params: TranslateParams, options: RequestOptions = {}): Promise<ChatStream> {
    return this.chat.completions.create((await part(import("./late.js"))).translation(params), options);
  }

  /** Begins a conversation about documents, or goes on with a saved one. */
  conversation(begin: ConversationOptions | SavedConversation = {}): Conversation {
    return new Conversation(this.files, this.chat.completions, begin);
  }
}

/** The key, unless a page would show it. */
function checkedKey(options: QwenOptions): QwenOptions["apiKey"] {
  const key = options.apiKey || (options.baseURL === undefined ? environmentKey() : undefined);
  if (!key) {
    if (options.baseURL !== undefined) return undefined; // a gateway has it
    throw new QwenError({
      code: "missing_api_key",
      message: "No API key: pass `apiKey`, set DASHSCOPE_API_KEY, or pass the `baseURL` of a gateway that has one.",
    });
  }
  if (isPage() && !options.dangerouslyAllowBrowser) {
    throw new QwenError({
      code: "key_in_browser",
      message: "An API key in a page can be read by every visitor. Keep it in a gateway (`qwen-edge/gateway`) and pass its address as `baseURL`; for a demo of your own, pass `dangerouslyAllowBrowser: true`.",
    });
  }
  return key;
}

function environmentKey(): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.["DASHSCOPE_API_KEY"];
}

function isPage(): boolean {
  const { window, document } = globalThis as { window?: unknown; document?: unknown };
  return window !== undefined && document !== undefined;
}
