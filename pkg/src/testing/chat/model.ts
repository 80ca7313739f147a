import type { Sight } from "./media/sight.js";
import type { Omni } from "./speech/omni.js";

/** When a model thinks (reference 6): `off` and `on` are defaults that `enable_thinking` overrides. */
export type Thinking = "never" | "off" | "on" | "always";

/**
 * How a model streams its tool calls (reference 13): `plain` with the arguments after the name, `eager` with some of them
 * beside it, `talking` after a sentence of text, `repeating` with the id in every chunk and null arguments in the first.
 */
export type CallStyle = "plain" | "eager" | "talking" | "repeating";

/** What the emulator must know of a model: the abilities that the reference gives it. */
export interface Model {
  /** Most tokens of a request and of an answer (reference 21). */
  maxInput: number;
  maxOutput: number;
  thinking: Thinking;
  /** Whether it thinks without streaming too (reference 6). */
  thinksAtOnce: boolean;
  /** Whether it obeys `/think` and `/no_think` in the user's text (reference 6). */
  obeysSwitches: boolean;
  /** Whether it reads the thinking in the history unless told otherwise (reference 2.1, `preserve_thinking`). */
  preservesThinking: boolean;
  /** Whether it answers only streaming calls (reference 0.15). */
  streamOnly: boolean;
  /** Whether system messages may be documents (reference 7). */
  documents: boolean;
  /** Whether it is served by the newer stack, whose plain answers have another shape (reference 3). */
  newerStack: boolean;
  /** The languages of a translation model and the kind of its streams (reference 9); null for all others. */
  translates: Translates | null;
  /** Whether its answers end with a result in `\boxed{…}` (reference 10). */
  boxes: boolean;
  /** How it calls tools; null for a model that has none (reference 13). */
  tools: CallStyle | null;
  /** The strictest `response_format` that it takes (reference 14). */
  json: "none" | "object" | "schema";
  /** The first dated version that takes a schema: "" for all of them. */
  schemaSince: string;
  /** Whether it goes on with an assistant's message (reference 15). */
  partial: boolean;
  /** The kinds of context cache that it has (reference 17). */
  cache: "none" | "implicit" | "explicit" | "both";
  /** How it sees images and videos (reference 18); null for models that read text alone. */
  sees: Sight | null;
  /** What it hears and with which voices it speaks (reference 19). */
  omni: Omni | null;
  /** The web searches that it can do (reference 20): `agent` adds the strategies of that name. */
  search: "none" | "simple" | "agent";
  /** Whether it gives more than one answer (reference 2.1, `n`). */
  several: boolean;
  /** Whether it tells the probabilities of its tokens (reference 2.1, `logprobs`). */
  logprobs: boolean;
}

export interface Translates {
  stream: "cumulative" | "incremental";
  languages: "all" | "lite";
}
