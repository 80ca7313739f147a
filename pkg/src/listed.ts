/** What a list is besides its first call: few pages list anything, so it is loaded by those that do. */
import "./index.js"; // whoever loads this has it: see `check_chunks` in xtask/src/build/bundles.rs
import { toError } from "./errors.js";
import type { Answered, APIPromise } from "./promise.js";
import type { Page } from "./types/pages.js";

/** Pages of one list: an account has 10,000 files at most (reference 7.6), and a page one at least. */
const MOST_PAGES = 10_000;

/** The items of all pages, from the first on. */
export async function* items<P extends Page<T>, T extends { id: string }>(page: P, turn: (after: string) => APIPromise<P>): AsyncGenerator<T, void, undefined> {
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
    page = await turn(last);
  }
}

/** A page whose data is a list: where nothing matches, the service says null (quirk 23). */
export async function filled<P extends Page<unknown>>(answered: APIPromise<P>): Promise<Answered<P>> {
  const { data, response } = await answered.withResponse();
  if (data.data != null && !Array.isArray(data.data)) {
    throw toError({ kind: "decode", code: "malformed_body", message: "The list that came is none: its `data` is no array.", status: response.status, headers: response.headers, requestId: response.headers.get("x-request-id") ?? undefined });
  }
  return { data: Array.isArray(data.data) ? data : { ...data, data: [] }, response };
}
