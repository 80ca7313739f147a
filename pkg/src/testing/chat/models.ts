/** When a model thinks (reference 6): `off` and `on` are defaults that `enable_thinking` overrides. */
export type Thinking = "never" | "off" | "on" | "always";

/** What the emulator must know of a model. */
export interface Model {
  /** Most tokens of a request and of an answer (reference 21). */
  maxInput: number;
  maxOutput: number;
  thinking: Thinking;
  /** Whether it thinks without streaming too (reference 6). */
  thinksAtOnce: boolean;
  /** Whether it answers only streaming calls (reference 0.15). */
  streamOnly: boolean;
  /** Whether system messages may be documents (reference 7). */
  documents: boolean;
  /** Whether it is served by the newer stack, whose plain answers have another shape (reference 3). */
  newerStack: boolean;
}

const ORDINARY: Model = {
  maxInput: 98_304,
  maxOutput: 16_384,
  thinking: "never",
  thinksAtOnce: false,
  streamOnly: false,
  documents: false,
  newerStack: false,
};
const HYBRID: Model = { ...ORDINARY, maxInput: 997_952, maxOutput: 32_768, thinking: "off", thinksAtOnce: true };
// The sizes of the open models are not in the reference: those of qwen-turbo stand in.
const OPEN: Model = { ...ORDINARY, thinking: "on" };

/** Families of text models, without the suffixes of `FAMILY_SUFFIX`. */
const FAMILIES: ReadonlyMap<string, Model> = new Map<string, Model>([
  ["qwen-long", { ...ORDINARY, maxInput: 10_000_000, maxOutput: 32_768, documents: true }],
  ["qwen-doc-turbo", { ...ORDINARY, maxInput: 262_144, maxOutput: 8_192, documents: true }],
  ["qwen-plus", HYBRID],
  ["qwen-flash", { ...HYBRID, newerStack: true }],
  ["qwen-turbo", { ...HYBRID, maxInput: 98_304, maxOutput: 16_384 }],
  ["qwen-max", { ...ORDINARY, maxInput: 30_720, maxOutput: 8_192 }],
  ["qwen3-max", { ...HYBRID, maxInput: 258_048, maxOutput: 65_536, thinksAtOnce: false }],
  ["qwen3.5-plus", { ...HYBRID, maxInput: 991_808, maxOutput: 65_536, thinking: "on", newerStack: true }],
  ["qwen3.5-flash", { ...HYBRID, maxInput: 991_808, maxOutput: 65_536, thinking: "on", thinksAtOnce: false, newerStack: true }],
  ["qwen3-coder-plus", ORDINARY],
  ["qwen3-coder-flash", ORDINARY],
  ["qwq-plus", { ...ORDINARY, maxOutput: 8_192, thinking: "always", streamOnly: true }],
  ["qwq-32b", { ...ORDINARY, maxOutput: 8_192, thinking: "always", streamOnly: true }],
  ...["235b-a22b", "32b", "30b-a3b", "14b", "8b", "4b", "1.7b", "0.6b"].map((size): [string, Model] => [`qwen3-${size}`, OPEN]),
  ...["235b-a22b", "30b-a3b"].map((size): [string, Model] => [
    `qwen3-${size}-thinking`,
    { ...OPEN, thinking: "always", thinksAtOnce: true },
  ]),
]);

/** Stable, newest and dated versions and regional ones share the family's behaviour. */
const FAMILY_SUFFIX = /-(?:latest|preview|us|\d{4}(?:-\d\d-\d\d)?)$/;

export function findModel(name: string): Model | undefined {
  return FAMILIES.get(name.replace(FAMILY_SUFFIX, ""));
}

/** `GET /models`. The shape of an item is assumed to be OpenAI's (reference 1.1). */
export function listModels(now: number): object {
  const created = Math.floor(now / 1000);
  return {
    object: "list",
    data: Array.from(FAMILIES.keys(), (id) => ({ id, object: "model", created, owned_by: "system" })),
  };
}
