import type { Choice, Completion } from "./completion.js";
import { callDeltas, emptyCall } from "./wire/call-deltas.js";
import { type Delta, bare, first, last, middle, second } from "./wire/choice.js";
import { answerDeltas, contentDelta, thoughtDeltas } from "./wire/text-deltas.js";

/** The chunks of a stream: for each choice the role, the thinking, the answer and the finish; then, where asked for, the usage. */
export function chunksOf(completion: Completion): object[] {
  const streams = completion.choices.map((choice, index) => choicesOf(completion, choice, index));
  const chunks = interleaved(streams).map((choice) => envelope(completion, [choice], null));
  return completion.request.includeUsage ? [...chunks, envelope(completion, [], completion.usage)] : chunks;
}

/** Constant but for its choices and usage; every chunk but the last says `"usage":null`. */
function envelope({ created, request, id }: Completion, choices: readonly object[], usage: object | null): object {
  const model = request.modelName;
  return { choices, object: "chat.completion.chunk", usage, created, system_fingerprint: null, model, id };
}

function choicesOf(completion: Completion, choice: Choice, index: number): object[] {
  const said = [...thoughtDeltas(completion), ...answerDeltas(completion, choice)];
  const texts = said.map(({ delta, logprobs }, position) => (position === 0 ? second : middle)(index, delta, logprobs));
  const opening = first(index, roleDelta(completion));
  if (choice.calls.length > 0) return [...(said.length > 0 ? [opening, ...texts] : []), ...callChoices(completion, choice, index, said.length === 0)];
  return [opening, ...texts, ...endings(completion, choice, index)];
}

function roleDelta({ reasoning }: Completion): Delta {
  return reasoning ? { content: null, role: "assistant", reasoning_content: "" } : { content: "", role: "assistant" };
}

/** Where nothing was said before, the role stands in the first delta of the calls (reference 13). */
function callChoices({ request }: Completion, { calls, finishReason }: Choice, index: number, withRole: boolean): object[] {
  const style = request.model.tools ?? "plain";
  const deltas = callDeltas(calls, style).map((delta, position) => {
    return middle(index, withRole && position === 0 ? { ...delta, role: "assistant" } : delta);
  });
  return [...deltas, bare(index, emptyCall(calls, style)), last(index, {}, finishReason)];
}

/** One chunk with the finish reason, and two of a translation, which in a cumulative stream repeat its text (reference 9). */
function endings(completion: Completion, { tokens, finishReason }: Choice, index: number): object[] {
  const { translates } = completion.request.model;
  if (!translates) return [last(index, contentDelta(completion, ""), finishReason)];
  const end = last(index, { content: translates.stream === "cumulative" ? tokens.join("") : "" }, finishReason);
  return [end, end];
}

/** The streams of several choices, a chunk of each in turn (reference 4.3). */
function interleaved(streams: readonly object[][]): object[] {
  const longest = Math.max(...streams.map(({ length }) => length));
  return Array.from({ length: longest }, (_, position) => streams.flatMap((stream) => stream[position] ?? [])).flat();
}
