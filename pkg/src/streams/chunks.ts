/** Chunk objects: most chunks of a stream are one object with another text. */
import type { ChatCompletionChunk } from "../types/chat.js";

/** Tags of pieces: see `Tag` in src/chat/stream.rs. */
const LEARNED = 1;
const TEXT = 2;
const REASONING = 4;
const ARGUMENTS = 8;
const KIND = 3;

type Choice = ChatCompletionChunk["choices"][0];
type Call = NonNullable<Choice["delta"]["tool_calls"]>[0];
type Make = (text: string, index: number) => ChatCompletionChunk;

/** The templates of one stream. */
export class Chunks {
  readonly #makers: Make[] = [];

  /** The chunk of one piece. */
  make(tag: number, text: string): ChatCompletionChunk {
    if ((tag & KIND) === TEXT) return (this.#makers[(tag >> 8) & 255] as Make)(text, tag >> 16);
    const chunk = JSON.parse(text) as ChatCompletionChunk;
    if ((tag & KIND) === LEARNED) this.#makers[tag >> 8] = (tag & ARGUMENTS) === 0 ? maker(chunk, (tag & REASONING) === 0 ? "content" : "reasoning_content") : argumentsMaker(chunk);
    return chunk;
  }
}

/** Everything but the open string is scalar (src/chat/template.rs), so copies share nothing. */
function maker(chunk: ChatCompletionChunk, field: "content" | "reasoning_content"): Make {
  // A copy: the caller may change the chunk it was given.
  const [{ ...choice }] = chunk.choices as [Choice];
  const envelope = { ...chunk };
  const delta = { ...choice.delta };
  return (text) => ({ ...envelope, choices: [{ ...choice, delta: { ...delta, [field]: text } }] });
}

/** The same where the open string is the arguments of the delta's only tool call, which is known by its index. */
function argumentsMaker(chunk: ChatCompletionChunk): Make {
  const [{ ...choice }] = chunk.choices as [Choice];
  const envelope = { ...chunk };
  const delta = { ...choice.delta };
  const [{ ...call }] = delta.tool_calls as [Call];
  const named = { ...call.function };
  return (text, index) => ({ ...envelope, choices: [{ ...choice, delta: { ...delta, tool_calls: [{ ...call, index, function: { ...named, arguments: text } }] } }] });
}
