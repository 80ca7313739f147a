/** A streamed text completion (reference 11.3). */
import type { Completion } from "../types/completions.js";
import { AnswerStream } from "./answer.js";

/** A text completion as it arrives: its chunks, each a `Completion` with what is new, or `text()`. See {@link AnswerStream}. */
export class CompletionStream extends AnswerStream<Completion, Completion> {
  override [Symbol.asyncIterator](): AsyncIterableIterator<Completion, undefined, undefined> {
    // No two chunks of a completion share a template: see `open_string` in src/chat/template.rs.
    return this.source.chunks((_, text) => JSON.parse(text) as Completion);
  }

  /** The whole completion, once the stream has ended well. Reads the stream to its end, as {@link AnswerStream.end} does. */
  finalCompletion(): Promise<Completion> {
    return this.final((completion) => completion);
  }

  /** The text of the whole completion. Reads the stream to its end, as {@link AnswerStream.end} does. */
  finalText(): Promise<string> {
    return this.final(({ choices }) => choices[0]?.text ?? "");
  }
}
