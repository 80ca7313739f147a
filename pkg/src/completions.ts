/** `qwen.completions` */
import type { Connection } from "./connection.js";
import type { RequestOptions } from "./options.js";
import { part } from "./part.js";
import { APIPromise } from "./promise.js";
import type { CompletionStream } from "./streams/completion.js";
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
    return new APIPromise(part(import("./late.js")).then(({ complete }) => complete(this.#connection, params, options)));
  }
}
