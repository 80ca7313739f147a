/** `qwen.documents`: uploads, and the wait until the service has read them. */
import { core } from "#core";
import { Abort } from "../abort.js";
import type { ChatCompletions } from "../chat.js";
import { abortedError } from "../errors.js";
import type { Files } from "../files.js";
import type { FileObject, Uploadable } from "../types/files.js";
import type { DocumentOptions, DocumentSource } from "../types/documents.js";
import { isUploadable } from "../upload.js";
import { compose, DEFAULT_ROLE } from "./messages.js";
import { naming } from "./naming.js";
import { patiently, Progress } from "./progress.js";

/** Uploads at the same time: the service takes 3 a second (reference 8). */
const UPLOADS_AT_ONCE = 3;

/** Documents of the account. */
export class Documents {
  readonly #files: Files;
  readonly #completions: ChatCompletions;

  /** @internal */
  constructor(files: Files, completions: ChatCompletions) {
    this.#files = files;
    this.#completions = completions;
  }

  /**
   * Uploads a document for Qwen-Long. Resolves as soon as the service has it; it may still be reading it.
   *
   * @throws {DocumentError} phase "upload", where the service refuses it.
   */
  async upload(file: Uploadable, options: DocumentOptions = {}): Promise<FileObject> {
    return this.#send(file, new Progress(options.onProgress, 1), 0, options);
  }

  /**
   * Resolves when the service has read the file. There is no other way to know than to ask a model about it (reference
   * 7.4): a probe of one token, whose prompt is the document, so it costs what a question costs. `ask()` needs no probe.
   *
   * @throws {DocumentError} phase "parse": the service could not read it, or not within `timeout` (`code:
   * "parsing_timeout"`).
   */
  async waitUntilReady(id: string, options: DocumentOptions & { model?: string } = {}): Promise<void> {
    const progress = new Progress(options.onProgress, 1);
    progress.given(0, id);
    await this.wait([id], progress, options);
  }

  /** @internal Uploads what needs it; gives every document as the core takes it. */
  async prepare(sources: readonly DocumentSource[], progress: Progress, options: DocumentOptions): Promise<object[]> {
    const { signal } = options;
    if (signal?.aborted) throw abortedError(signal.reason);
    const abort = new Abort(signal);
    const each = { ...options, signal: abort.controller.signal };
    const documents: object[] = [];
    const queue = sources.entries();
    const worker = async (): Promise<void> => {
      for (const [index, source] of queue) documents[index] = await this.#prepareOne(source, index, progress, each);
    };
    try {
      await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, worker));
    } finally {
      abort.controller.abort(); // the other uploads, where one has failed
      abort.release();
    }
    return documents;
  }

  /** @internal Probes until the service has read the files. */
  async wait(ids: readonly string[], progress: Progress, options: DocumentOptions & { model?: string | undefined }): Promise<void> {
    const question = { documents: ids.map((fileId) => ({ fileId })) };
    const messages = compose(await core(), [{ role: "system", content: DEFAULT_ROLE }], question, { question: "?" });
    const probe = { model: options.model ?? "qwen-long", messages, max_tokens: 1 };
    const { model: _, ...patience } = options;
    await naming(progress, this.#completions.perform(probe, patiently(patience, progress)));
    progress.ready();
  }

  async #prepareOne(source: DocumentSource, index: number, progress: Progress, options: DocumentOptions): Promise<object> {
    if (isUploadable(source)) return { fileId: (await this.#send(source, progress, index, options)).id };
    if (typeof source === "object" && source !== null && "fileId" in source) progress.given(index, source.fileId);
    return source;
  }

  async #send(file: Uploadable, progress: Progress, index: number, options: DocumentOptions): Promise<FileObject> {
    const { timeout: _, onProgress: __, ...patience } = options;
    const upload = await this.#files.upload(file, options.signal);
    progress.uploading(index, upload.name, upload.blob.size);
    const { data } = await this.#files.send("documents.upload", upload, "file-extract", patience);
    progress.uploaded(index, data);
    return data;
  }
}
