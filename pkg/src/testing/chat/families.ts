import { SEES, SEES_35, SEES_MANY, SEES_OLD } from "./media/sight.js";
import type { Model, Translates } from "./model.js";
import { OMNI_3, OMNI_35, OMNI_OPEN, OMNI_TURBO } from "./speech/omni.js";

const ORDINARY: Model = {
  maxInput: 98_304,
  maxOutput: 16_384,
  thinking: "never",
  thinksAtOnce: false,
  obeysSwitches: false,
  preservesThinking: false,
  streamOnly: false,
  documents: false,
  newerStack: false,
  translates: null,
  boxes: false,
  tools: "plain",
  json: "object",
  schemaSince: "",
  partial: false,
  cache: "none",
  sees: null,
  omni: null,
  search: "none",
  several: false,
  logprobs: false,
};

// The sizes of the open models are not in the reference: those of qwen-turbo stand in.
const HYBRID: Model = {
  ...ORDINARY,
  maxInput: 997_952,
  maxOutput: 32_768,
  thinking: "off",
  thinksAtOnce: true,
  json: "schema",
  schemaSince: "2025-07-28",
  partial: true,
  cache: "both",
  search: "simple",
  several: true,
};
const MAX: Model = { ...HYBRID, maxInput: 258_048, maxOutput: 65_536, thinksAtOnce: false, schemaSince: "2025-09-23", search: "agent" };
const NEWEST: Model = {
  ...HYBRID,
  maxInput: 991_808,
  maxOutput: 65_536,
  thinking: "on",
  newerStack: true,
  tools: "eager",
  json: "object",
  sees: SEES_35,
  search: "agent",
};
const OPEN: Model = { ...ORDINARY, thinking: "on", obeysSwitches: true, search: "simple", several: true, logprobs: true };
const INSTRUCT: Model = { ...ORDINARY, several: true, logprobs: true };
const THINKING: Model = { ...ORDINARY, thinking: "always", thinksAtOnce: true, json: "none", logprobs: true };
const REASONER: Model = { ...ORDINARY, maxOutput: 8_192, thinking: "always", streamOnly: true, json: "none" };
const CODER: Model = { ...ORDINARY, tools: "talking", partial: true };
const OLD_CODER: Model = { ...CODER, tools: null, json: "none" };
const MATH: Model = { ...ORDINARY, maxInput: 3_072, maxOutput: 3_072, tools: null, json: "none", partial: true, boxes: true };
const SEEING: Model = { ...ORDINARY, maxInput: 260_096, maxOutput: 32_768, sees: SEES, partial: true, cache: "implicit" };
const HYBRID_SEEING: Model = { ...SEEING, thinking: "off", sees: SEES_MANY, logprobs: true };
const HEARING: Model = { ...ORDINARY, maxInput: 49_152, streamOnly: true, json: "none", tools: null, sees: SEES };
const DOCUMENTS: Model = { ...ORDINARY, tools: null, documents: true };
const TRANSLATES: Model = { ...ORDINARY, maxInput: 8_192, maxOutput: 8_192, tools: null, json: "none" };
const translator = (stream: Translates["stream"], languages: Translates["languages"] = "all"): Model => ({
  ...TRANSLATES,
  translates: { stream, languages },
});

const each = (names: readonly string[], model: Model): [string, Model][] => names.map((name) => [name, model]);

/** Families of models, without the suffixes of `SUFFIX`. */
export const FAMILIES: ReadonlyMap<string, Model> = new Map<string, Model>([
  ["qwen-long", { ...DOCUMENTS, maxInput: 10_000_000, maxOutput: 32_768 }],
  ["qwen-doc-turbo", { ...DOCUMENTS, maxInput: 262_144, maxOutput: 8_192, json: "none", cache: "implicit" }],
  ["qwen-plus", HYBRID],
  ["qwen-flash", { ...HYBRID, newerStack: true, tools: "eager" }],
  ["qwen-turbo", { ...HYBRID, maxInput: 98_304, maxOutput: 16_384, tools: "talking", json: "object", partial: false, cache: "implicit" }],
  ["qwen-max", { ...ORDINARY, maxInput: 30_720, maxOutput: 8_192, partial: true, cache: "implicit", search: "simple" }],
  ["qwen3-max", MAX],
  ["qwen3.5-plus", NEWEST],
  ["qwen3.5-flash", { ...NEWEST, thinksAtOnce: false }],
  ...each(["qwen3.6-plus", "qwen3.6-flash", "qwen3.6-max", "qwen3.7-plus"], { ...NEWEST, cache: "none" }),
  ...each(["qwen3.7-flash", "qwen3.7-max"], { ...NEWEST, cache: "none", preservesThinking: true }),
  ["qwen-plus-character", { ...ORDINARY, partial: true, several: true }],
  ...each(["qwen3-coder-plus", "qwen3-coder-flash"], { ...CODER, cache: "both" }),
  ...each(["qwen3-coder-next", "qwen3-coder-480b-a35b-instruct", "qwen3-coder-30b-a3b-instruct"], CODER),
  ...each(["qwen-coder-plus", "qwen-coder-turbo"], OLD_CODER),
  ...each(["32b", "14b", "7b", "3b", "1.5b", "0.5b"].map((size) => `qwen2.5-coder-${size}-instruct`), OLD_CODER),
  ...each(["qwen-math-plus", "qwen-math-turbo"], MATH),
  ...each(["72b", "7b", "1.5b"].map((size) => `qwen2.5-math-${size}-instruct`), MATH),
  ["qwen-mt-plus", translator("cumulative")],
  ["qwen-mt-turbo", translator("cumulative")],
  ["qwen-mt-flash", translator("incremental")],
  ["qwen-mt-lite", translator("incremental", "lite")],
  ["qwq-plus", { ...REASONER, search: "simple" }],
  ["qwq-32b", REASONER],
  ...each(["qvq-max", "qvq-plus", "qvq-72b"], { ...REASONER, tools: null, sees: SEES }),
  ...each(["235b-a22b", "32b", "30b-a3b", "14b", "8b", "4b", "1.7b", "0.6b"].map((size) => `qwen3-${size}`), OPEN),
  ...each(["qwen3-235b-a22b-thinking", "qwen3-30b-a3b-thinking", "qwen3-next-80b-a3b-thinking"], THINKING),
  ...each(["qwen3-235b-a22b-instruct", "qwen3-30b-a3b-instruct", "qwen3-next-80b-a3b-instruct"], INSTRUCT),
  ...each(["72b", "32b", "14b", "7b"].map((size) => `qwen2.5-${size}-instruct`), { ...ORDINARY, maxOutput: 8_192 }),
  ["qwen3-vl-plus", { ...HYBRID_SEEING, cache: "both" }],
  ["qwen3-vl-flash", HYBRID_SEEING],
  ...each(["235b-a22b", "32b", "30b-a3b", "8b"].map((size) => `qwen3-vl-${size}-instruct`), { ...HYBRID_SEEING, thinking: "never" }),
  ...each(["235b-a22b", "32b", "30b-a3b", "8b"].map((size) => `qwen3-vl-${size}-thinking`), {
    ...HYBRID_SEEING,
    thinking: "always",
    thinksAtOnce: true,
    json: "none",
  }),
  ...each(["qwen-vl-max", "qwen-vl-plus"], { ...SEEING, maxInput: 129_024, maxOutput: 8_192, tools: null }),
  ["qwen-vl-ocr", { ...SEEING, maxInput: 30_000, maxOutput: 8_192, tools: null, json: "none", partial: false, cache: "none" }],
  ...each(["72b", "32b", "7b", "3b"].map((size) => `qwen2.5-vl-${size}-instruct`), {
    ...SEEING,
    maxOutput: 8_192,
    sees: SEES_OLD,
    tools: null,
    json: "none",
    partial: false,
  }),
  ["qwen3.5-omni-plus", { ...HEARING, omni: OMNI_35, tools: "repeating", search: "simple" }],
  ["qwen3.5-omni-flash", { ...HEARING, omni: OMNI_35, tools: "repeating", search: "simple" }],
  ["qwen3-omni-flash", { ...HEARING, omni: OMNI_3, tools: "repeating", thinking: "off" }],
  ["qwen-omni-turbo", { ...HEARING, omni: OMNI_TURBO, sees: SEES_OLD }],
  ["qwen2.5-omni-7b", { ...HEARING, omni: OMNI_OPEN, sees: SEES_OLD }],
  ["deepseek-r1", { ...THINKING, tools: null }],
  ["deepseek-v3.1", { ...ORDINARY, thinking: "off" }],
  ["deepseek-v3.2", { ...ORDINARY, thinking: "off", json: "schema", cache: "explicit" }],
  ["kimi-k2-thinking", THINKING],
  ...each(["glm-4.5", "glm-4.6"], { ...ORDINARY, thinking: "on", thinksAtOnce: true }),
]);

/** Open models of sizes that the reference does not list (`qwen3.5-397b-a17b`), and translation models to come. */
export const PATTERNS: readonly [name: RegExp, model: Model][] = [
  [/^qwen3\.5-[\d.]+b(-a[\d.]+b)?$/, { ...OPEN, obeysSwitches: false, sees: SEES_35, partial: true }],
  [/^qwen-mt-.*(plus|turbo|cumulative)/, translator("cumulative")],
  [/^qwen-mt-./, translator("incremental")],
];
