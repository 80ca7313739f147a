/** Documents until a model can be asked about them: uploads, and the wait until the service has read them. */
import { late } from "#late";
import { Abort } from "../abort.js";
import type { ChatCompletions } from "../chat.js";
import { abortedError } from "../errors.js";
import type { Files } from "../files.js";
import { taken } from "../sending.js";
import type { DocumentOptions, DocumentSource } from "../types/documents.js";
import type { FileObject, Uploadable } from "../types/files.js";
import { isUploadable } from "../upload.js";
import { compose, DEFAULT_ROLE } from "./messages.js";
import { naming } from "./naming.js";
import { patiently, Progress } from "./progress.js";

/** Uploads at the same time: the service takes 3 a second (reference 8). */
const UPLOADS_AT_ONCE = 3;

/** Uploads one document. */
export async function upload(files: Files, file: Uploadable, options: DocumentOptions): Promise<FileObject> {
  return send(files, file, new Progress(options.onProgress, 1), 0, options);
}

/** Resolves when the service has read the file. */
export async function ready(completions: ChatCompletions, id: string, options: DocumentOptions & { model?: string }): Promise<void> {
  const progress = new Progress(options.onProgress, 1);
  progress.given(0, id);
  await wait(completions, [id], progress, options);
}

/** Uploads what needs it; gives every document as the core takes it. */
export async function prepare(files: Files, sources: readonly DocumentSource[], progress: Progress, options: DocumentOptions): Promise<object[]> {
  const { signal } = options;
  if (signal?.aborted) throw abortedError(signal.reason);
  const abort = new Abort(signal);
  const each = { ...options, signal: abort.controller.signal };
  const documents: object[] = [];
  const queue = sources.entries();
  const worker = async (): Promise<void> => {
    for (const [index, source] of queue) documents[index] = await prepareOne(files, source, index, progress, each);
  };
  try {
    await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, worker));
  } finally {
    abort.controller.abort(); // the other uploads, where one has failed
    abort.release();
  }
  return documents;
}

/** Probes until the service has read the files. */
export async function wait(completions: ChatCompletions, ids: readonly string[], progress: Progress, options: DocumentOptions & { model?: string | undefined }): Promise<void> {
  const question = { documents: ids.map((fileId) => ({ fileId })) };
  const messages = compose(await late(), [{ role: "system", content: DEFAULT_ROLE }], question, { question: "?" });
  const probe = { model: options.model ?? "qwen-long", messages, max_tokens: 1 };
  const { model: _, ...patience } = options;
  await naming(progress, completions.perform(probe, patiently(patience, progress)));
  progress.ready();
}

async function prepareOne(files: Files, source: DocumentSource, index: number, progress: Progress, options: DocumentOptions): Promise<object> {
  if (isUploadable(source)) return { fileId: (await send(files, source, progress, index, options)).id };
  if (typeof source === "object" && source !== null && "fileId" in source) progress.given(index, source.fileId);
  return source;
}

async function send(files: Files, file: Uploadable, progress: Progress, index: number, options: DocumentOptions): Promise<FileObject> {
  const { timeout: _, onProgress: __, ...patience } = options;
  const upload = await taken(file, options.signal);
  progress.uploading(index, upload.name, upload.blob.size);
  const { data } = await files.send("documents.upload", upload, "file-extract", patience);
  progress.uploaded(index, data);
  return data;
}
