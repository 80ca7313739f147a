import type { Call } from "../call.js";
import { type Fields, fieldsOf, isObject } from "../chat/json.js";
import { type ServiceError, fileError } from "../errors.js";
import type { StoredFile } from "../files/store.js";
import { BATCH_URLS, unsupportedUrl } from "./urls.js";
import { windowOf } from "./window.js";

/** The body of `POST /batches` after it was checked. */
export interface BatchRequest {
  input: StoredFile;
  endpoint: string;
  /** As it was written. */
  completionWindow: string;
  /** In milliseconds. */
  window: number;
  metadata: Fields | null;
}

/** The limits of reference 16.2, in characters. */
const METADATA_LIMITS = { ds_name: 100, ds_description: 200 };

/**
 * What to make a batch of. Throws a 400 for a bad field and a 404 for an unknown file. The reference has no recording of
 * such answers: they are shaped as those of the files API are, which serves batches too.
 */
export function batchRequestOf(call: Call, account: string): BatchRequest {
  const { input_file_id: id, endpoint, completion_window, metadata } = fieldsOf(call.body.text);
  const input = inputOf(call, account, id);
  if (typeof endpoint !== "string") throw required("endpoint");
  if (!BATCH_URLS.includes(endpoint)) throw fileError(400, unsupportedUrl(endpoint), "endpoint");
  if (completion_window === undefined) throw required("completion_window");
  const window = windowOf(completion_window);
  if (window === null) {
    throw fileError(400, "'completion_window' must be from '24h' to '336h' or from '1d' to '14d'.", "completion_window");
  }
  return { input, endpoint, completionWindow: String(completion_window), window, metadata: checkMetadata(metadata) };
}

function inputOf(call: Call, account: string, id: unknown): StoredFile {
  if (typeof id !== "string") throw required("input_file_id");
  const file = call.files.get(account, id);
  if (!file) throw fileError(404, `No such file: ${id}`, "input_file_id");
  if (file.purpose !== "batch") throw fileError(400, "The purpose of the input file must be 'batch'.", "input_file_id");
  return file;
}

function checkMetadata(metadata: unknown): Fields | null {
  if (metadata === undefined || metadata === null) return null;
  if (!isObject(metadata)) throw fileError(400, "'metadata' must be an object.", "metadata");
  for (const [name, most] of Object.entries(METADATA_LIMITS)) {
    const value = metadata[name];
    if (value === undefined || (typeof value === "string" && Array.from(value).length <= most)) continue;
    throw fileError(400, `'metadata.${name}' must be a string of at most ${most} characters.`, "metadata");
  }
  return metadata;
}

function required(field: string): ServiceError {
  return fileError(400, `'${field}' is a required field.`, field);
}
