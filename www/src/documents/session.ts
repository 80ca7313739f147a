/**
 * One conversation with Qwen-Long through the gateway, and the order of what happens in it. No DOM here.
 *
 * Documents are attached side by side, at any time. A question waits until the documents that were added before it have
 * been read, or have failed.
 */
import { Qwen, type Conversation, type DocumentProgress } from "qwen-edge";
import { Stopwatch, type Answerer, type AskOptions, type Outcome, type Question } from "../conversation/answerer.js";
import type { Source } from "../mode.js";

/** A conversation and the files uploaded for it. */
export class Session implements Answerer {
  readonly #qwen: Qwen;
  readonly #talk: Conversation;
  readonly #attaching = new Set<Promise<void>>();
  readonly #fileIds = new Set<string>();

  /** `baseURL`: where the gateway is. */
  constructor(baseURL: string) {
    this.#qwen = new Qwen({ baseURL });
    this.#talk = this.#qwen.conversation({ model: "qwen-long" });
  }

  /** Adds a document. Resolves when the service has read it. */
  attach(source: Source, signal: AbortSignal, onProgress: (event: DocumentProgress) => void): Promise<void> {
    const attached = this.#attach(source, signal, onProgress).finally(() => this.#attaching.delete(attached));
    this.#attaching.add(attached);
    return attached;
  }

  async ask({ text: question }: Question, { signal, tell }: AskOptions): Promise<Outcome> {
    await orAborted(Promise.allSettled(this.#attaching), signal);
    tell({ type: "sent" });
    const watch = new Stopwatch();
    const stream = await this.#talk.ask(question, { signal, onRetry: ({ delay }) => tell({ type: "retry", delay }) });
    try {
      for await (const text of stream.text()) {
        watch.text();
        tell({ type: "text", text });
      }
    } catch {
      // `end` tells what happened, and is what the page shows.
    }
    return watch.outcome(await stream.end);
  }

  /** Deletes the uploaded files from the service. Resolves with whether all of them are gone. */
  async deleteFiles(): Promise<boolean> {
    const deletions = await Promise.allSettled([...this.#fileIds].map((id) => this.#qwen.files.delete(id)));
    return deletions.every((deletion) => deletion.status === "fulfilled");
  }

  async #attach(source: Source, signal: AbortSignal, onProgress: (event: DocumentProgress) => void): Promise<void> {
    await this.#talk.attach(source, {
      signal,
      onProgress: (event) => {
        if (event.fileId !== null) this.#fileIds.add(event.fileId);
        onProgress(event);
      },
    });
  }
}

/** `promise`, or a rejection as soon as `signal` aborts. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
