/** `qwen.files` */
import type { Connection } from "./connection.js";
import type { RequestOptions } from "./options.js";
import { PagePromise } from "./pages.js";
import { part } from "./part.js";
import { APIPromise, type Answered } from "./promise.js";
import type { FileCreateParams, FileDeleted, FileListParams, FileObject, FilePage } from "./types/files.js";
import type { Upload } from "./upload.js";

/** The files of the account. */
export class Files {
  readonly #connection: Connection;

  /** @internal */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Uploads a file. Its bytes stay out of wasm memory; a `File` is read from disk as it goes. */
  create(params: FileCreateParams, options: RequestOptions = {}): APIPromise<FileObject> {
    return new APIPromise(part(import("./late.js")).then(({ create }) => create(this.#connection, params, options)));
  }

  /** One file's record. */
  retrieve(id: string, options: RequestOptions = {}): APIPromise<FileObject> {
    return this.#connection.json({ ...options, operation: "files.retrieve", id });
  }

  /** The files, newest first. The promise is the first page; `for await` goes over the files of all pages. */
  list(params: FileListParams = {}, options: RequestOptions = {}): PagePromise<FilePage, FileObject> {
    return new PagePromise(this.#connection, "files.list", params, options);
  }

  /** Deletes a file. */
  delete(id: string, options: RequestOptions = {}): APIPromise<FileDeleted> {
    return this.#connection.json({ ...options, operation: "files.delete", id });
  }

  /** A batch result's bytes, as the response that carries them; documents cannot be read back (reference 8). Once its head is there, no clock of `timeout` runs: it is yours to read, as slowly as you like. */
  content(id: string, options: RequestOptions = {}): APIPromise<Response> {
    return new APIPromise(part(import("./late.js")).then(({ content }) => content(this.#connection, id, options)));
  }

  /** @internal */
  async send(operation: "files.create" | "documents.upload", upload: Upload, purpose: string, options: RequestOptions): Promise<Answered<FileObject>> {
    return (await part(import("./late.js"))).send(this.#connection, operation, upload, purpose, options);
  }
}
