import type { Call } from "../call.js";
import { fileError } from "../errors.js";
import { type Reply, jsonReply } from "../reply.js";
import { IMAGES, extensionOf } from "./content.js";
import { pageOf } from "./listing.js";
import type { Purpose, StoredFile } from "./store.js";

/** Images have a smaller cap than documents (reference 7.6). */
const IMAGE_BYTES = 20 * 1024 * 1024;

/** `POST /files`: multipart with `file` and `purpose` (reference 8). */
export function uploadFile(call: Call, account: string): Reply {
  const { form } = call.body;
  if (!form) throw fileError(400, "Required body invalid, please check the request body format.", null);
  const purpose = purposeOf(form.get("purpose"));
  const file = form.get("file");
  if (!(file instanceof File)) throw fileError(400, "'file' is a required field.", "file");
  checkCapacity(call, account, file);
  return jsonReply(200, call.files.add(account, file, purpose));
}

function purposeOf(value: FormDataEntryValue | null): Purpose {
  if (value === "file-extract" || value === "batch") return value;
  throw fileError(400, "'purpose' must be 'file-extract'", "purpose");
}

function checkCapacity(call: Call, account: string, file: File): void {
  const { limits } = call.settings;
  const isImage = IMAGES.includes(extensionOf(file.name));
  const most = isImage ? Math.min(IMAGE_BYTES, limits.uploadBytes) : limits.uploadBytes;
  if (file.size > most) throw fileError(400, "Payload Too Large.", null, "BadRequest.TooLarge");
  const files = call.files.list(account);
  if (files.length >= limits.files) throw fileError(400, "Upload file number exceed limit.", null);
  const held = files.reduce((bytes, stored) => bytes + stored.file.size, 0);
  if (held + file.size > limits.totalBytes) throw fileError(400, "Upload file capacity exceed limit.", null);
}

/** `GET /files` */
export function listFiles(call: Call, account: string): Reply {
  const { data, has_more } = pageOf(call.files.list(account), call.url.searchParams);
  return jsonReply(200, { object: "list", data, has_more });
}

/** `GET /files/{id}` */
export function retrieveFile(call: Call, account: string, id: string): Reply {
  return jsonReply(200, known(call, account, id));
}

/** `DELETE /files/{id}`, in the documented key order. */
export function removeFile(call: Call, account: string, id: string): Reply {
  call.files.remove(known(call, account, id));
  return jsonReply(200, { object: "file", deleted: true, id });
}

/** `GET /files/{id}/content`: the service gives out batch results only, and the emulator has none. */
export function fileContent(call: Call, account: string, id: string): Reply {
  const { purpose } = known(call, account, id);
  throw fileError(400, `The content of a file with purpose '${purpose}' cannot be downloaded.`, "purpose");
}

/** Status and body of an unknown id are the emulator's choice: the reference has no recording (reference 23.5). */
function known(call: Call, account: string, id: string): StoredFile {
  const file = call.files.get(account, id);
  if (!file) throw fileError(404, `No such file: ${id}`, "id");
  return file;
}
