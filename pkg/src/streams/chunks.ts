/** Chunk objects: most chunks of a stream are one object with another text. */
import type { ChatCompletionChunk } from "../types/chat.js";

/** Tags of pieces: see `Tag` in src/chat/stream.rs. */
const LEARNED = 1;
const TEXT = 2;
const REASONING = 4;
const KIND = 3;

type Make = (text: string) => ChatCompletionChunk;

/** The templates of one stream. */
export class Chunks {
  readonly #makers: Make[] = [];

  /** The chunk of one piece. */
  make(tag: number, text: string): ChatCompletionChunk {
    if ((tag & KIND) === TEXT) return (this.#makers[tag >> 8] as Make)(text);
    const chunk = JSON.parse(text) as ChatCompletionChunk;
    if ((tag & KIND) === LEARNED) this.#makers[tag >> 8] = maker(chunk, (tag & REASONING) === 0 ? "content" : "reasoning_content");
    return chunk;
  }
}

/** Everything but the open string is scalar (src/chat/template.rs), so copies share nothing. */
function maker(chunk: ChatCompletionChunk, field: "content" | "reasoning_content"): Make {
  // A copy: the caller may change the chunk it was given.
  const [{ ...choice }] = chunk.choices as [ChatCompletionChunk["choices"][0]];
  const envelope = { ...chunk };
  const delta = { ...choice.delta };
  return (text) => ({ ...envelope, choices: [{ ...choice, delta: { ...delta, [field]: text } }] });
}
