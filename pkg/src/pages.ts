/** Lists, which come in pages: of files, of batches, of models. */
import type { Connection, Operation } from "./connection.js";
import type { RequestOptions } from "./options.js";
import { part } from "./part.js";
import { APIPromise } from "./promise.js";
import type { Page } from "./types/pages.js";

/** The promise of a list's first page; as an async iterable, the items of all pages. */
export class PagePromise<P extends Page<T>, T extends { id: string }> extends APIPromise<P> implements AsyncIterable<T> {
  readonly #turn: (after: string) => APIPromise<P>;

  /** @internal */
  constructor(connection: Connection, operation: Operation, params: object, options: RequestOptions) {
    const page = (after?: object): APIPromise<P> => {
      const call = { ...options, operation, query: { ...params, ...after } };
      return new APIPromise(part(import("./listed.js")).then(({ filled }) => filled<P>(connection.json(call))));
    };
    super(page().withResponse());
    this.#turn = (after) => page({ after });
  }

  /** @throws {StreamDecodeError} for a list that does not end: its pages repeat, or are more than an account can have. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    yield* (await part(import("./listed.js"))).items<P, T>(await this, this.#turn);
  }
}
