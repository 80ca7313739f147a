/** Files on their way to the service. */
import { late } from "#late";
import { Abort } from "./abort.js";
import type { Connection } from "./connection.js";
import { Lease } from "./core/instance.js";
import { abortedError, toError, usageError } from "./errors.js";
import type { RequestOptions } from "./options.js";
import type { Answered } from "./promise.js";
import type { FileCreateParams, FileObject, Uploadable } from "./types/files.js";
import { toUpload, type Upload } from "./upload.js";

/** Uploads a file. */
export async function create(connection: Connection, params: FileCreateParams, options: RequestOptions): Promise<Answered<FileObject>> {
  return send(connection, "files.create", await taken(params?.file, options.signal), params.purpose, options);
}

/** Whatever may be uploaded, unless the caller aborts before it is there. */
export async function taken(file: Uploadable, signal: AbortSignal | null | undefined): Promise<Upload> {
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

/** Sends an upload in the form that the service takes. */
export async function send(connection: Connection, operation: "files.create" | "documents.upload", { blob, name: given }: Upload, purpose: string, options: RequestOptions): Promise<Answered<FileObject>> {
  if (purpose !== "file-extract" && purpose !== "batch") throw usageError('The purpose of a file is "file-extract" or "batch".');
  try {
    const api = await late();
    const name = String(given); // callers without types may pass anything
    const form = new Lease().run(api, () => api.upload_form(blob, name, purpose));
    return await connection.json<FileObject>({ ...options, operation, form }).withResponse();
  } catch (thrown) {
    throw toError(thrown);
  }
}
