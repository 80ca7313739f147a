/** `qwen.completions` */
import type { Connection } from "./connection.js";
import { usageError } from "./errors.js";
import type { RequestOptions } from "./options.js";
import { part } from "./part.js";
import { APIPromise } from "./promise.js";
import { CompletionStream } from "./streams/completion.js";
import type { Completion, CompletionParams, CompletionParamsNonStreaming, CompletionParamsStreaming } from "./types/completions.js";

/** Text completions of code models: a beginning that is gone on from, or a gap that is filled in. */
export class Completions {
  readonly #connection: Connection;

  /** @internal */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Completes `prompt`; where there is a `suffix`, fills in what stands between the two (reference 11.3; Beijing only). With
   * `stream: true` the promise resolves at the head of the answer with a {@link CompletionStream}.
   *
   * @throws {APIError} its subclasses by status.
   */
  create(params: CompletionParamsNonStreaming, options?: RequestOptions): APIPromise<Completion>;
  create(params: CompletionParamsStreaming, options?: RequestOptions): APIPromise<CompletionStream>;
  create(params: CompletionParams & { stream?: boolean | null }, options?: RequestOptions): APIPromise<Completion | CompletionStream>;
  create(params: CompletionParams & { stream?: boolean | null }, options: RequestOptions = {}): APIPromise<Completion | CompletionStream> {
    if (typeof params?.prompt !== "string") return new APIPromise(Promise.reject(usageError("completions.create needs { model, prompt }, the prompt a string.")));
    const call = async () => ({ ...options, operation: "completions", json: await withoutSuffix(params) }) as const;
    const asked = { model: String(params.model), prefix: "", isCompletion: true, choices: 1 };
    if (!params.stream) return new APIPromise(call().then((plain) => this.#connection.answered<Completion>(plain)));
    return new APIPromise(
      call().then((streamed) => this.#connection.streamed(streamed, (exchange, response) => new CompletionStream(exchange, response, asked))),
    );
  }
}

/** The request as the service takes it: the suffix within the prompt. */
async function withoutSuffix({ suffix, ...params }: CompletionParams): Promise<object> {
  if (suffix == null) return params;
  if (typeof suffix !== "string") throw usageError("The `suffix` of a completion is a string.");
  return { ...params, prompt: await (await part(import("./late.js"))).filledIn(params.prompt, suffix) };
}
