/** Lists, which come in pages: of files, of batches, of models. */
import type { Connection, Operation } from "./connection.js";
import { toError } from "./errors.js";
import type { RequestOptions } from "./options.js";
import { APIPromise, type Answered } from "./promise.js";
import type { Page } from "./types/pages.js";

/** Pages of one list: an account has 10,000 files at most (reference 7.6), and a page one at least. */
const MOST_PAGES = 10_000;

/** The promise of a list's first page; as an async iterable, the items of all pages. */
export class PagePromise<P extends Page<T>, T extends { id: string }> extends APIPromise<P> implements AsyncIterable<T> {
  readonly #turn: (after: string) => APIPromise<P>;

  /** @internal */
  constructor(connection: Connection, operation: Operation, params: object, options: RequestOptions) {
    const page = (after?: object): APIPromise<P> => new APIPromise(filled<P>(connection.json({ ...options, operation, query: { ...params, ...after } })));
    super(page().withResponse());
    this.#turn = (after) => page({ after });
  }

  /** @throws {StreamDecodeError} for a list that does not end: its pages repeat, or are more than an account can have. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    let page: P = await this;
    let before: string | undefined;
    for (let pages = 1; ; pages += 1) {
      yield* page.data;
      // A page without items would be asked for again and again.
      const last = page.data.at(-1)?.id;
      if (!page.has_more || !last) return;
      if (last === before || pages === MOST_PAGES) {
        throw toError({ kind: "decode", code: "endless_list", message: `The list does not end: ${pages} pages came, and the last one repeats or goes beyond what an account can have.` });
      }
      before = last;
      page = await this.#turn(last);
    }
  }
}

/** A page whose data is a list: where nothing matches, the service says null (quirk 23). */
async function filled<P extends Page<unknown>>(answered: APIPromise<P>): Promise<Answered<P>> {
  const { data, response } = await answered.withResponse();
  if (data.data != null && !Array.isArray(data.data)) {
    throw toError({ kind: "decode", code: "malformed_body", message: "The list that came is none: its `data` is no array.", status: response.status, headers: response.headers, requestId: response.headers.get("x-request-id") ?? undefined });
  }
  return { data: Array.isArray(data.data) ? data : { ...data, data: [] }, response };
}
