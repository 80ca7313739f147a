/** Whatever may be uploaded, as a blob and a name. */
import { DocumentError, usageError } from "./errors.js";
import type { Uploadable } from "./types/files.js";

/** A blob on its way up; the name is empty where none is known. */
export interface Upload {
  blob: Blob;
  name: string;
}

/** Whether `source` is something to upload, not a document that needs none. */
export function isUploadable(source: unknown): source is Uploadable {
  return isBlob(source) || isResponse(source) || (typeof source === "object" && source !== null && "bytes" in source);
}

/** Makes an upload of a File, a Blob, a Response or bytes. */
export async function toUpload(source: Uploadable): Promise<Upload> {
  if (isBlob(source)) return { blob: await ownBlob(source), name: (source as Partial<File>).name ?? "" };
  if (isResponse(source)) return ofResponse(source);
  const { bytes, filename = "", type = "" } = (source ?? {}) as Exclude<Uploadable, Blob | Response>;
  if (!isArrayBuffer(bytes) && !ArrayBuffer.isView(bytes)) {
    throw usageError("An upload must be a File, a Blob, a Response, or { bytes, filename } with bytes as an ArrayBuffer or a view of one.");
  }
  // Of a transferred buffer some runtimes make an empty blob, which would be asked about in earnest.
  if (bytes.byteLength === 0) throw usageError("The upload has no bytes: it is empty, or its buffer has been transferred elsewhere.");
  return { blob: new Blob([bytes as BlobPart], { type }), name: filename };
}

async function ofResponse(response: Response): Promise<Upload> {
  const failed = (code: string, message: string, cause?: unknown): DocumentError =>
    new DocumentError({ kind: "document", code, message, status: response.status, phase: "upload", cause });
  if (!response.ok) {
    response.body?.cancel().catch(() => undefined);
    throw failed("document_unavailable", `The response that should bring the document has status ${response.status}.`);
  }
  try {
    return { blob: await response.blob(), name: nameOf(response) };
  } catch (cause) {
    throw failed("document_unavailable", "The response that should bring the document could not be read.", cause);
  }
}

/** The last segment of the address, where it looks like a file's name. */
function nameOf(response: Response): string {
  const path = response.url ? new URL(response.url).pathname : "";
  const segment = path.slice(path.lastIndexOf("/") + 1);
  if (!/\.\w+$/.test(segment)) return "";
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** FormData takes blobs of this realm alone; one of jsdom or of a polyfill is copied. */
async function ownBlob(blob: Blob): Promise<Blob> {
  return blob instanceof Blob ? blob : new Blob([await (blob as Blob).arrayBuffer()], { type: (blob as Blob).type });
}

/** By its tag: `instanceof` does not know those of another realm. */
function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return Object.prototype.toString.call(value) === "[object ArrayBuffer]";
}

function isBlob(value: unknown): value is Blob {
  return typeof value === "object" && value !== null && "size" in value && "slice" in value && "arrayBuffer" in value;
}

/** Whether `value` is a Response, of whichever realm. */
export function isResponse(value: unknown): value is Response {
  return typeof value === "object" && value !== null && "status" in value && "blob" in value && "headers" in value;
}
