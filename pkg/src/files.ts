/** `qwen.files` */
import { core } from "#core";
import { Abort } from "./abort.js";
import type { Connection } from "./connection.js";
import { Lease } from "./core/instance.js";
import { abortedError, toError, usageError } from "./errors.js";
import type { RequestOptions } from "./options.js";
import { PagePromise } from "./pages.js";
import { APIPromise, type Answered } from "./promise.js";
import type { FileCreateParams, FileDeleted, FileListParams, FileObject, FilePage, Uploadable } from "./types/files.js";
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
  list(params: FileListParams = {}, options: RequestOptions = {}): PagePromise<FilePage, FileObject> {
    return new PagePromise(this.#connection, "files.list", params, options);
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
  async send(operation: "files.create" | "documents.upload", { blob, name: given }: Upload, purpose: string, options: RequestOptions): Promise<Answered<FileObject>> {
    if (purpose !== "file-extract" && purpose !== "batch") throw usageError('The purpose of a file is "file-extract" or "batch".');
    try {
      const api = await core();
      const name = String(given); // callers without types may pass anything
      const form = new Lease().run(api, () => api.upload_form(blob, name, purpose));
      return await this.#connection.json<FileObject>({ ...options, operation, form }).withResponse();
    } catch (thrown) {
      throw toError(thrown);
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
