/** A streamed chat answer. */
import { toError } from "../errors.js";
import { part } from "../part.js";
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionMessage } from "../types/chat.js";
import { AnswerStream } from "./answer.js";
import type { PartialJSON } from "../types/partial-json.js";
import { Chunks } from "./chunks.js";
import { Lazy } from "./lazy.js";
import { Bit, type View } from "./view.js";

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

  /**
   * What the model says aloud (Qwen-Omni, reference 19), as it arrives: samples of 16 bits, one channel, 24,000 a second. A
   * view, as `text()` is.
   *
   * @throws {StreamDecodeError} `code: "malformed_audio"`.
   */
  audio(): AsyncIterableIterator<Int16Array, undefined, undefined> {
    return this.#read(Bit.Audio, async (view) => (await part(import("./audio.js"))).samples(this.source, view));
  }

  /**
   * The answer as JSON while it arrives: the value so far, after every read that adds to it. It is the same object each time
   * and grows: make a copy of a step that you keep. The work is linear in the text, however finely it comes. A Markdown
   * fence around the JSON is overlooked. A view, as `text()` is.
   *
   * @throws {StreamDecodeError} `code: "malformed_json"`, where the text is no JSON; "incomplete_json", where the model has
   * stopped before its end. What a token limit has cut is no error: `end` tells.
   */
  partialJSON<T = unknown>(): AsyncIterableIterator<PartialJSON<T>, undefined, undefined> {
    return this.#read(Bit.Json, async (view) => (await part(import("./json.js"))).values<T>(this.source, view));
  }

  #read<T>(bit: Bit, read: (view: View) => Promise<AsyncIterableIterator<T, undefined, undefined>>): Lazy<T> {
    const view = this.source.view(bit);
    return new Lazy(
      () => read(view),
      () => view.return(),
    );
  }

  /**
   * All that the model has said aloud, as a WAV file: `new Audio(URL.createObjectURL(blob))` plays it. Reads the stream to
   * its end, as {@link AnswerStream.end} does.
   *
   * @throws {StreamDecodeError} `code: "no_audio"`, where the answer has none.
   */
  finalAudio(): Promise<Blob> {
    return this.final(async (completion) => (await part(import("./audio.js"))).wav(firstMessage(completion).audio?.data));
  }

  /**
   * The whole answer, once the stream has ended well. As every `final…()` it reads the stream to its end, as
   * {@link AnswerStream.end} does: begin a loop over its chunks before.
   */
  finalChatCompletion(): Promise<ChatCompletion> {
    return this.final((completion) => completion);
  }

  /** The message of the whole answer's first choice. Reads the stream to its end, as {@link AnswerStream.end} does. */
  finalMessage(): Promise<ChatCompletionMessage> {
    return this.final(firstMessage);
  }

  /** The text of the whole answer; of a model that only speaks, what it says. Reads the stream to its end, as {@link AnswerStream.end} does. */
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
