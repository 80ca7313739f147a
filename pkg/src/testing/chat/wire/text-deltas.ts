import type { Choice, Completion } from "../completion.js";
import { logprobsOf } from "../logprobs.js";
import { pieces } from "../speech/pcm.js";
import type { Delta } from "./choice.js";
import { grouped } from "./groups.js";

/** A delta, and the likelihoods of its tokens. */
export interface Said {
  delta: Delta;
  logprobs: object | null;
}

const said = (delta: Delta): Said => ({ delta, logprobs: null });

/** The thinking (reference 6). */
export function thoughtDeltas({ reasoning }: Completion): Said[] {
  return grouped(reasoning ?? []).map((tokens) => said({ content: null, reasoning_content: tokens.join("") }));
}

/** The answer: as its model streams it. */
export function answerDeltas(completion: Completion, choice: Choice): Said[] {
  const { request } = completion;
  if (request.model.translates?.stream === "cumulative") return growing(choice.tokens);
  if (choice.sound) return spokenDeltas(completion, choice, choice.sound);
  return grouped(choice.tokens).map((tokens) => ({
    delta: contentDelta(completion, tokens.join("")),
    logprobs: logprobsOf(tokens, request.logprobs),
  }));
}

/** In the answer of a model that thought, the thinking is null, or absent (reference 6). */
export function contentDelta({ reasoning, request: { model } }: Completion, content: string): Delta {
  const absent = model.omni !== null || model.newerStack;
  return reasoning && !absent ? { content, reasoning_content: null } : { content };
}

/** Each delta repeats everything so far (reference 9). */
function growing(tokens: readonly string[]): Said[] {
  let text = "";
  return grouped(tokens).map((group) => {
    text += group.join("");
    return said({ content: text });
  });
}

/** Text and sound in turns; what there is more of, comes at the end (reference 19). */
function spokenDeltas({ request, created, id }: Completion, { tokens }: Choice, sound: Uint8Array): Said[] {
  const texts = grouped(tokens).map((group) => group.join(""));
  const written = texts.map((text) => (request.speech?.transcript ? { audio: { transcript: text } } : { content: text }));
  const audio = { expires_at: created, id: id.replace("chatcmpl-", "audio_") };
  const heard = pieces(sound).map((data) => ({ audio: { data, ...audio } }));
  const longest = Math.max(written.length, heard.length);
  return Array.from({ length: longest }, (_, at) => [written[at] ?? [], heard[at] ?? []].flat()).flat().map(said);
}
