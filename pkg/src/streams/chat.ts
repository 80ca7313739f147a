/** A streamed chat answer. */
import { toError } from "../errors.js";
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionMessage } from "../types/chat.js";
import { AnswerStream } from "./answer.js";
import { Chunks } from "./chunks.js";
import { Bit } from "./view.js";

/**
 * A chat answer as it arrives: its chunks, or views of it: `text()`, `reasoning()`, `audio()`, `partialJSON()`. See
 * {@link AnswerStream}.
 */
export class ChatStream extends AnswerStream<ChatCompletionChunk, ChatCompletion> {
  override [Symbol.asyncIterator](): AsyncIterableIterator<ChatCompletionChunk, undefined, undefined> {
    const chunks = new Chunks();
    return this.source.chunks((tag, text) => chunks.make(tag, text));
  }

  /**
   * What the model thinks before it answers (of choice 0; reference 6), one string a network read. A view, as `text()` is;
   * it ends when the answer begins, and leaves `text()` to be read.
   */
  reasoning(): AsyncIterableIterator<string, undefined, undefined> {
    return this.source.view(Bit.Reasoning);
  }

  /** The whole answer, once the stream has ended well. */
  finalChatCompletion(): Promise<ChatCompletion> {
    return this.final((completion) => completion);
  }

  /** The message of the whole answer's first choice. */
  finalMessage(): Promise<ChatCompletionMessage> {
    return this.final(firstMessage);
  }

  /** The text of the whole answer; of a model that only speaks, what it says. */
  finalContent(): Promise<string> {
    return this.final((completion) => {
      const { content, audio } = firstMessage(completion);
      return content || (audio?.transcript ?? "");
    });
  }
}

function firstMessage({ choices }: ChatCompletion): ChatCompletionMessage {
  const message = choices[0]?.message;
  if (!message) throw toError({ kind: "decode", code: "no_choice", message: "The answer has no choice." });
  return message;
}
