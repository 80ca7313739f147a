/**
 * One conversation with Qwen-Long through the gateway, and the order of what happens in it. No DOM here.
 *
 * Documents are attached side by side, at any time. A question waits until the documents that were added before it have
 * been read, or have failed.
 */
import { Qwen, type Conversation, type DocumentProgress, type StreamEnd } from "qwen-edge";

/** What can be attached: a file to upload, or a text that needs none. */
export type Source = File | { text: string };

/** What happened to a question. Times in milliseconds since it was asked of the service. */
export interface Outcome {
  end: StreamEnd;
  /** When the first text came; null if none did. */
  firstText: number | null;
  total: number;
}

/** Where a question's way is told of. */
export interface AskOptions {
  signal: AbortSignal;
  /** The documents have been read: the service is asked now. */
  onSent(): void;
  /** The service could not answer yet, and is asked again after so many milliseconds. */
  onRetry(delay: number): void;
  /** Some more of the answer. */
  onText(text: string): void;
}

/** A conversation and the files uploaded for it. */
export class Session {
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

  /** Asks, and resolves when the answer has ended, however it ended; rejects when there was none. */
  async ask(question: string, { signal, onSent, onRetry, onText }: AskOptions): Promise<Outcome> {
    await orAborted(Promise.allSettled(this.#attaching), signal);
    onSent();
    const sent = performance.now();
    let firstText: number | null = null;
    const stream = await this.#talk.ask(question, { signal, onRetry: ({ delay }) => onRetry(delay) });
    try {
      for await (const text of stream.text()) {
        firstText ??= performance.now() - sent;
        onText(text);
      }
    } catch {
      // `end` tells what happened, and is what the page shows.
    }
    return { end: await stream.end, firstText, total: performance.now() - sent };
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
