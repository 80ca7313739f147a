/** `qwen.files` */
import { core } from "#core";
import { Abort } from "./abort.js";
import type { Connection } from "./connection.js";
import { Lease } from "./core/instance.js";
import { abortedError, toError, usageError } from "./errors.js";
import type { RequestOptions } from "./options.js";
import { APIPromise, type Answered } from "./promise.js";
import type { FileCreateParams, FileDeleted, FileListParams, FileObject, Uploadable } from "./types/files.js";
import { toUpload, type Upload } from "./upload.js";

/** The files of the account. */
export class Files {
  readonly #connection: Connection;

  /** @internal */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Uploads a file. Its bytes stay out of wasm memory; a `File` is read from disk as it goes. */
  create(params: FileCreateParams, options: RequestOptions = {}): APIPromise<FileObject> {
    return new APIPromise(this.upload(params?.file, options.signal).then((upload) => this.send("files.create", upload, params.purpose, options)));
  }

  /** One file's record. */
  retrieve(id: string, options: RequestOptions = {}): APIPromise<FileObject> {
    return this.#connection.json({ ...options, operation: "files.retrieve", id });
  }

  /** The files, newest first. The promise is the first page; `for await` goes over the files of all pages. */
  list(params: FileListParams = {}, options: RequestOptions = {}): PagePromise {
    return new PagePromise((after) => this.#connection.json<FilePage>({ ...options, operation: "files.list", query: { ...params, ...(after && { after }) } }));
  }

  /** Deletes a file. */
  delete(id: string, options: RequestOptions = {}): APIPromise<FileDeleted> {
    return this.#connection.json({ ...options, operation: "files.delete", id });
  }

  /** A batch result's bytes, as the response that carries them; documents cannot be read back (reference 8). Once its head is there, no clock of `timeout` runs: it is yours to read, as slowly as you like. */
  content(id: string, options: RequestOptions = {}): APIPromise<Response> {
    const opened = this.#connection.open({ ...options, operation: "files.content", id });
    return new APIPromise(opened.then(({ exchange, response: answer }) => {
      const response = releasing(answer, exchange.abort);
      return { data: response, response };
    }));
  }

  /** @internal */
  async upload(file: Uploadable, signal: AbortSignal | null | undefined): Promise<Upload> {
    const abort = new Abort(signal);
    try {
      return await abort.race(toUpload(file)); // a response's body may never end
    } catch (error) {
      const { aborted, reason } = abort.controller.signal;
      throw aborted ? abortedError(reason) : error;
    } finally {
      abort.release();
    }
  }

  /** @internal */
  async send(operation: "files.create" | "documents.upload", { blob, name }: Upload, purpose: string, options: RequestOptions): Promise<Answered<FileObject>> {
    if (purpose !== "file-extract" && purpose !== "batch") throw usageError('The purpose of a file is "file-extract" or "batch".');
    try {
      const api = await core();
      const form = new Lease().run(api, () => api.upload_form(blob, name, purpose));
      return await this.#connection.json<FileObject>({ ...options, operation, form }).withResponse();
    } catch (thrown) {
      throw toError(thrown);
    }
  }
}

/** Pages of one list: an account has 10,000 files at most (reference 7.6), and a page one at least. */
const MOST_PAGES = 10_000;

/** One page of a list. */
export interface FilePage {
  object: "list";
  data: FileObject[];
  has_more: boolean;
}

/** The promise of a list's first page; as an async iterable, the files of all pages. */
export class PagePromise extends APIPromise<FilePage> implements AsyncIterable<FileObject> {
  readonly #page: (after?: string) => APIPromise<FilePage>;

  /** @internal */
  constructor(page: (after?: string) => APIPromise<FilePage>) {
    super(page().withResponse());
    this.#page = page;
  }

  /** @throws {StreamDecodeError} for a list that does not end: its pages repeat, or are more than an account can have. */
  async *[Symbol.asyncIterator](): AsyncGenerator<FileObject, void, undefined> {
    let page: FilePage = await this;
    let before: string | undefined;
    for (let pages = 1; ; pages += 1) {
      const files = Array.isArray(page.data) ? page.data : [];
      yield* files;
      const last = files.at(-1);
      // A page without files would be asked for again and again.
      if (!page.has_more || !last) return;
      if (last.id === before || pages === MOST_PAGES) {
        throw toError({ kind: "decode", code: "endless_list", message: `The list does not end: ${pages} pages came, and the last one repeats or goes beyond what an account can have.` });
      }
      before = last.id;
      page = await this.#page(last.id);
    }
  }
}

/** A response that lets go of the caller's signal when its body has been read, left or broken. */
function releasing(response: Response, abort: Abort): Response {
  const reader = response.body?.getReader();
  if (!reader) {
    abort.release();
    return response;
  }
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      abort.release();
    },
    async cancel(reason) {
      abort.release();
      await reader.cancel(reason);
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}
