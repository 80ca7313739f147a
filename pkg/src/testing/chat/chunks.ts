import type { Completion } from "./completion.js";

type Delta = Readonly<Record<string, unknown>>;

/** The key orders of a choice that change within one stream (reference 4.2). */
const first = (index: number, delta: Delta): object => ({ delta, index, logprobs: null, finish_reason: null });
const second = (index: number, delta: Delta): object => ({ finish_reason: null, logprobs: null, delta, index });
const middle = (index: number, delta: Delta): object => ({ delta, finish_reason: null, index, logprobs: null });
const last = (index: number, delta: Delta, finish_reason: string): object => ({ finish_reason, delta, index, logprobs: null });

/** The chunks of a stream: for each choice the role, the thinking, the answer and the finish; then, where asked for, the usage. */
export function chunksOf(completion: Completion): object[] {
  const streams = completion.choices.map((_, index) => choicesOf(completion, index));
  const chunks = interleaved(streams).map((choice) => envelope(completion, [choice], null));
  return completion.request.includeUsage ? [...chunks, envelope(completion, [], completion.usage)] : chunks;
}

/** Constant but for its choices and usage; every chunk but the last says `"usage":null`. */
function envelope({ created, request, id }: Completion, choices: readonly object[], usage: object | null): object {
  const model = request.modelName;
  return { choices, object: "chat.completion.chunk", usage, created, system_fingerprint: null, model, id };
}

function choicesOf({ choices, reasoning }: Completion, index: number): object[] {
  const { tokens, finishReason } = choices[index] as Completion["choices"][number];
  const thoughts = grouped(reasoning ?? []).map((text) => ({ content: null, reasoning_content: text }));
  const texts = grouped(tokens).map((content) => (reasoning ? { content, reasoning_content: null } : { content }));
  const role = reasoning
    ? { content: null, role: "assistant", reasoning_content: "" }
    : { content: "", role: "assistant" };
  const end = reasoning ? { content: "", reasoning_content: null } : { content: "" };
  const deltas = [...thoughts, ...texts].map((delta, position) => (position === 0 ? second : middle)(index, delta));
  return [first(index, role), ...deltas, last(index, end, finishReason)];
}

/** Tokens a chunk, after the first three chunks of one token: 4 to 8, as recorded (reference 4.2). */
const LATER = [5, 8, 4, 7, 6];
const SINGLE = 3;

function grouped(tokens: readonly string[]): string[] {
  const texts: string[] = tokens.slice(0, SINGLE);
  for (let from = SINGLE; from < tokens.length; ) {
    const size = LATER[texts.length % LATER.length] ?? 4;
    texts.push(tokens.slice(from, from + size).join(""));
    from += size;
  }
  return texts;
}

/** The streams of several choices, a chunk of each in turn (reference 4.3). */
function interleaved(streams: readonly object[][]): object[] {
  const longest = Math.max(...streams.map(({ length }) => length));
  return Array.from({ length: longest }, (_, position) => streams.flatMap((stream) => stream[position] ?? [])).flat();
}
