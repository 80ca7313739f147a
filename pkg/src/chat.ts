/** `qwen.chat.completions` */
import type { Call, Connection } from "./connection.js";
import { usageError } from "./errors.js";
import type { RequestOptions } from "./options.js";
import { APIPromise, type Answered } from "./promise.js";
import { ChatStream } from "./streams/chat.js";
import type { ChatCompletion, ChatParams, ChatParamsNonStreaming, ChatParamsStreaming } from "./types/chat.js";

/** @internal What the service may say while it reads a document, besides a call's own options. */
export type Waiting = Pick<Call, "parsingTimeout" | "onParsing">;

/** Chat answers, streamed and whole. */
export class ChatCompletions {
  readonly #connection: Connection;

  /** @internal */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Asks the model. With `stream: true` the promise resolves at the head of the answer with a {@link ChatStream}.
   * While the service still reads a document of the request, the call waits (reference 7.4).
   *
   * @throws {APIError} its subclasses by status; {@link DocumentError} where a document is at fault.
   */
  create(params: ChatParamsNonStreaming, options?: RequestOptions): APIPromise<ChatCompletion>;
  create(params: ChatParamsStreaming, options?: RequestOptions): APIPromise<ChatStream>;
  create(params: ChatParams & { stream?: boolean | null }, options?: RequestOptions): APIPromise<ChatCompletion | ChatStream>;
  create(params: ChatParams & { stream?: boolean | null }, options: RequestOptions = {}): APIPromise<ChatCompletion | ChatStream> {
    return this.perform(params, options);
  }

  /** @internal */
  perform(params: ChatParams & { stream?: boolean | null }, options: RequestOptions & Waiting): APIPromise<ChatCompletion | ChatStream> {
    if (typeof params !== "object" || params === null) return new APIPromise(Promise.reject(usageError("chat.completions.create needs { model, messages }.")));
    const call: Call = { ...options, operation: "chat", json: params };
    return params.stream ? new APIPromise(this.#stream({ ...call, streaming: true })) : this.#connection.json<ChatCompletion>(call);
  }

  async #stream(call: Call): Promise<Answered<ChatStream>> {
    const { exchange, response } = await this.#connection.open(call);
    try {
      return { data: new ChatStream(exchange, response), response };
    } catch (error) {
      exchange.abort.close(); // the body of a double of fetch is being read elsewhere
      exchange.release();
      throw error;
    }
  }
}
