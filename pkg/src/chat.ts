/** `qwen.chat.completions` */
import type { Call, Connection } from "./connection.js";
import { usageError } from "./errors.js";
import type { RequestOptions } from "./options.js";
import { part } from "./part.js";
import { APIPromise, type Answered } from "./promise.js";
import { ChatStream } from "./streams/chat.js";
import { ToolRun } from "./tools/run.js";
import type { ChatCompletion, ChatParams, ChatParamsNonStreaming, ChatParamsStreaming, ContinueParams } from "./types/chat.js";
import type { JSONSchema, SchemaOutput, StandardSchema } from "./types/schema.js";
import type { ParsedChatCompletion, ParseParams } from "./types/structured.js";
import type { RunToolsOptions, RunToolsParams } from "./types/tools.js";

/** @internal What a call of this package's own may say besides a call's options. */
export type Waiting = Pick<Call, "parsingTimeout" | "onParsing" | "meant">;

/** Chat answers, streamed and whole. */
export class ChatCompletions {
  readonly #connection: Connection;

  /** @internal */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Asks the model. With `stream: true` the promise resolves at the head of the answer with a {@link ChatStream}.
   * While the service still reads a document of the request, the call waits (reference 7.4). A model that the service only
   * streams answers plain calls too: it is streamed, and folded (quirk 15). `reasoning_content` of earlier answers is left
   * out, unless `preserve_thinking: true` asks for it (reference 6); spoken ones are sent as their text (reference 19).
   *
   * @throws {PreflightError} for what the service would refuse; nothing is sent.
   * @throws {APIError} its subclasses by status; {@link DocumentError} where a document is at fault.
   * @throws {TruncatedStreamError} where a folded answer was cut; what came of it is its `partial`.
   */
  create(params: ChatParamsNonStreaming, options?: RequestOptions): APIPromise<ChatCompletion>;
  create(params: ChatParamsStreaming, options?: RequestOptions): APIPromise<ChatStream>;
  create(params: ChatParams & { stream?: boolean | null }, options?: RequestOptions): APIPromise<ChatCompletion | ChatStream>;
  create(params: ChatParams & { stream?: boolean | null }, options: RequestOptions = {}): APIPromise<ChatCompletion | ChatStream> {
    return this.perform(params, options);
  }

  /**
   * Goes on from `prefix`, the beginning of an answer that the model has not written (partial mode, reference 15; not with
   * every model, and not in thinking mode: a model that thinks by default is asked not to). The answer is whole: its text, and that of a stream, begins with the prefix. To
   * go on where an answer was cut, give its `partial` text.
   *
   * @throws {QwenError} for an empty prefix; else as {@link create}.
   */
  continue(params: ContinueParams<ChatParamsNonStreaming>, options?: RequestOptions): APIPromise<ChatCompletion>;
  continue(params: ContinueParams<ChatParamsStreaming>, options?: RequestOptions): APIPromise<ChatStream>;
  continue(params: ContinueParams<ChatParams & { stream?: boolean | null }>, options: RequestOptions = {}): APIPromise<ChatCompletion | ChatStream> {
    return new APIPromise(part(import("./late.js")).then(({ goOn }) => goOn(this, params, options)));
  }

  /**
   * Asks the model and performs the tools that it calls, round by round, until it answers (reference 13). Arguments are
   * validated before a tool sees them; calls that cannot be performed, and tools that throw, are told to the model.
   *
   * @example
   * const run = qwen.chat.completions.runTools({ model: "qwen-plus", messages, tools: [weather] });
   * for await (const event of run) if (event.type === "text") show(event.text);
   */
  runTools(params: RunToolsParams, options: RunToolsOptions = {}): ToolRun {
    return new ToolRun(params, options.signal, async (running) => (await part(import("./tools/rounds.js"))).rounds(this, params, options, running));
  }

  /**
   * Asks the model for a value: JSON that fits `schema`, as `choices[].message.parsed` (reference 14; not in thinking mode: a
   * model that thinks by default is asked not to).
   * The model is shown the schema (`response_format` of type "json_schema") where it knows schemas and the schema can say itself
   * as JSON Schema; else it is asked for any JSON object, and a message must say what to write, and the word "json" (quirk 17).
   * A `response_format` of your own wins.
   *
   * @throws {ParseError} where the answer is no such value; {@link QwenError} where the schema cannot be used, before
   * anything is sent; else as {@link create}.
   */
  parse<Schema extends StandardSchema>(params: ParseParams<Schema>, options?: RequestOptions): APIPromise<ParsedChatCompletion<SchemaOutput<Schema>>>;
  parse<T = unknown>(params: ParseParams<JSONSchema>, options?: RequestOptions): APIPromise<ParsedChatCompletion<T>>;
  parse(params: ParseParams<StandardSchema | JSONSchema>, options: RequestOptions = {}): APIPromise<ParsedChatCompletion<unknown>> {
    return new APIPromise(part(import("./structured/parse.js")).then(({ parse }) => parse(this, params, options)));
  }

  /** @internal */
  perform(params: ChatParams & { stream?: boolean | null }, options: RequestOptions & Waiting, prefix?: string): APIPromise<ChatCompletion | ChatStream> {
    if (typeof params !== "object" || params === null) return new APIPromise(Promise.reject(usageError("chat.completions.create needs { model, messages }.")));
    const call: Call = { ...options, operation: "chat", json: params };
    return params.stream ? new APIPromise(this.#streamed(call, prefix)) : new APIPromise(this.#whole(call, prefix));
  }

  /** A whole answer. What the service only streams is streamed, and folded. */
  async #whole(call: Call, prefix: string | undefined): Promise<Answered<ChatCompletion>> {
    const planned = await this.#connection.planned(call);
    if (!planned.folds) {
      const join = prefix && (await part(import("./late.js"))).joined;
      const answered = this.#connection.answered<ChatCompletion>(planned);
      return join ? join(answered, prefix) : answered;
    }
    const { data: stream } = await this.#streamed(planned, prefix);
    return { data: await stream.finalChatCompletion(), response: stream.response };
  }

  #streamed(call: Call, prefix = ""): Promise<Answered<ChatStream>> {
    const { model, n } = call.json as ChatParams;
    const asked = { model: String(model), prefix, isCompletion: false, choices: typeof n === "number" ? n : 1 };
    return this.#connection.streamed(call, (exchange, response) => new ChatStream(exchange, response, asked));
  }
}
