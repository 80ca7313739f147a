import type { Call } from "../call.js";
import { fileError } from "../errors.js";
import { type Reply, jsonReply } from "../reply.js";
import { type Region, hasAbility } from "../regions.js";
import { IMAGES, extensionOf } from "./content.js";
import { pageOf } from "./listing.js";
import type { Purpose, StoredFile } from "./store.js";

/** Images have a smaller cap than documents (reference 7.6). */
const IMAGE_BYTES = 20 * 1024 * 1024;

/** `POST /files`: multipart with `file` and `purpose` (reference 8). */
export function uploadFile(call: Call, account: string): Reply {
  const { form } = call.body;
  if (!form) throw fileError(400, "Required body invalid, please check the request body format.", null);
  const purpose = purposeOf(form.get("purpose"), call.region);
  const file = form.get("file");
  if (!(file instanceof File)) throw fileError(400, "'file' is a required field.", "file");
  checkCapacity(call, account, file, purpose);
  return jsonReply(200, call.files.add(account, file, purpose));
}

/** Documents are Beijing's alone (reference 21); what other regions say to one is not known. */
function purposeOf(value: FormDataEntryValue | null, region: Region): Purpose {
  const usual = hasAbility(region, "documents") ? "file-extract" : "batch";
  if (value === "batch" || value === usual) return value;
  throw fileError(400, `'purpose' must be '${usual}'`, "purpose");
}

function checkCapacity(call: Call, account: string, file: File, purpose: Purpose): void {
  const { limits } = call.settings;
  const isImage = IMAGES.includes(extensionOf(file.name));
  const document = isImage ? Math.min(IMAGE_BYTES, limits.uploadBytes) : limits.uploadBytes;
  const most = purpose === "batch" ? limits.batchBytes : document;
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

/** Bytes of a result a read, unless `EmulatorOptions.chunking` says otherwise: as sockets give them. */
const RESULT_CHUNK = 65_536;

/** `GET /files/{id}/content`: the service gives out batch results only, and names no type (reference 1.4, 8). */
export async function fileContent(call: Call, account: string, id: string): Promise<Reply> {
  const { purpose, file } = known(call, account, id);
  if (purpose !== "batch_output") {
    throw fileError(400, `The content of a file with purpose '${purpose}' cannot be downloaded.`, "purpose");
  }
  const { chunking } = call.settings;
  return { status: 200, headers: {}, body: await file.text(), chunking: chunking === "events" ? RESULT_CHUNK : chunking };
}

/** Status and body of an unknown id are the emulator's choice: the reference has no recording (reference 23.5). */
function known(call: Call, account: string, id: string): StoredFile {
  const file = call.files.get(account, id);
  if (!file) throw fileError(404, `No such file: ${id}`, "id");
  return file;
}
