/** `qwen.documents`: uploads, and the wait until the service has read them. */
import type { ChatCompletions } from "../chat.js";
import type { Files } from "../files.js";
import { part } from "../part.js";
import type { DocumentOptions } from "../types/documents.js";
import type { FileObject, Uploadable } from "../types/files.js";

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
   * Uploads a document for Qwen-Long. Resolves as soon as the service has it; it may still be reading it. That is not waited
   * for, so there is no `timeout`.
   *
   * @throws {DocumentError} phase "upload", where the service refuses it.
   */
  async upload(file: Uploadable, options: Omit<DocumentOptions, "timeout"> = {}): Promise<FileObject> {
    return (await part(import("../late.js"))).upload(this.#files, file, options);
  }

  /**
   * Resolves when the service has read the file. There is no other way to know than to ask a model about it (reference
   * 7.4): a probe of one token, whose prompt is the document, so it costs what a question costs. `ask()` needs no probe.
   *
   * @throws {DocumentError} phase "parse": the service could not read it, or not within `timeout` (`code:
   * "parsing_timeout"`); phase "answer": it has no file of this id.
   */
  async waitUntilReady(id: string, options: DocumentOptions & { model?: string } = {}): Promise<void> {
    await (await part(import("../late.js"))).ready(this.#completions, id, options);
  }
}
