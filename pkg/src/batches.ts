/** `qwen.batches`: what every page loads of it. What few calls need is loaded by the call. */
import type { Connection } from "./connection.js";
import type { Files } from "./files.js";
import type { RequestOptions } from "./options.js";
import { PagePromise } from "./pages.js";
import { part } from "./part.js";
import { APIPromise } from "./promise.js";
import { Lazy } from "./streams/lazy.js";
import type { Batch, BatchCreateOptions, BatchCreateParams, BatchListParams, BatchPage, BatchResult, BatchWaitOptions } from "./types/batches.js";
import type { ChatCompletion } from "./types/chat.js";

/**
 * Batches: up to 50,000 requests in one file, answered within `completion_window` at half the price (reference 16). In
 * Beijing, and in Singapore for three models. A gateway needs `batches: true` and `files: ["create", "content"]`, and
 * `limits.fileBytes` for input above 150 MB.
 */
export class Batches {
  readonly #connection: Connection;
  readonly #files: Files;

  /** @internal */
  constructor(connection: Connection, files: Files) {
    this.#connection = connection;
    this.#files = files;
  }

  /**
   * Makes a batch of a file that is uploaded already (`input_file_id`), or of `requests`: these are taken one by one, checked
   * by the service's rules, written to a file and uploaded. Never tried again by itself: it might be worked on twice.
   *
   * @throws {BatchError} for a request that the service would refuse (`code`, `line`, `customId`), before anything is
   * uploaded; and where the file is uploaded but the batch could not be created (`fileId`, `cause`).
   */
  create(params: BatchCreateParams, options: BatchCreateOptions = {}): APIPromise<Batch> {
    if (params?.requests) return new APIPromise(part(import("./batches/loaded.js")).then(({ create }) => create(this.#connection, this.#files, params, options)));
    const { endpoint = "/v1/chat/completions", completion_window = "24h" } = params ?? {};
    return this.#connection.json({ ...options, operation: "batches.create", json: { ...params, endpoint, completion_window } });
  }

  /** One batch's record, for 30 days. */
  retrieve(id: string, options: RequestOptions = {}): APIPromise<Batch> {
    return this.#connection.json({ ...options, operation: "batches.retrieve", id });
  }

  /** The batches, newest first. The promise is the first page; `for await` goes over the batches of all pages. */
  list(params: BatchListParams = {}, options: RequestOptions = {}): PagePromise<BatchPage, Batch> {
    return new PagePromise(this.#connection, "batches.list", params, options);
  }

  /** Ends a batch early. It is "cancelling" at first; what is answered by then is kept, and billed. */
  cancel(id: string, options: RequestOptions = {}): APIPromise<Batch> {
    return this.#connection.json({ ...options, operation: "batches.cancel", id });
  }

  /**
   * Looks at a batch until it is over, and resolves with it: "completed", "expired" or "cancelled". The last two may have
   * results, too; look at `status` where the difference counts.
   *
   * @throws {BatchError} `code: "batch_failed"`, where the service has refused the input: `errors` says which lines, and why;
   * "batch_timeout" where `timeout` has passed.
   */
  async wait(id: string, options: BatchWaitOptions = {}): Promise<Batch> {
    return (await part(import("./batches/loaded.js"))).wait(this.#connection, id, options);
  }

  /**
   * The results of a batch that is over, of its output file and then of its error file, one at a time as they are read: the
   * files may be large and take no memory. They come in any order: `custom_id` says which is which. `break` closes the
   * connection; time in which you do not read on does not count, `timeout.idle` bounds each wait for more.
   *
   * @throws {BatchError} `code: "batch_underway"` for a batch that is not over, "batch_failed" for one whose input was refused.
   * @throws {TruncatedStreamError} where a file ended within a line, or before all the results that the batch counts had come.
   * @throws {APIConnectionError} where the connection broke; {@link StallTimeoutError} where it fell silent.
   */
  results<T = ChatCompletion>(batch: string | Batch, options: RequestOptions = {}): AsyncIterableIterator<BatchResult<T>, undefined, undefined> {
    return new Lazy(async () => (await part(import("./batches/loaded.js"))).results<T>(this.#connection, batch, options));
  }
}
