import { FAMILIES, PATTERNS } from "./families.js";
import type { Model } from "./model.js";

/** Stable, newest and dated versions and regional ones share the family's behaviour, but for what `versionOf` says. */
const SUFFIX = /-(?:latest|preview|us|\d{4}(?:-\d\d-\d\d)?)$/;
const DATED = /-(\d{4}(?:-\d\d-\d\d)?)$/;

/** The model of a name, undefined for one that the service does not have. */
export function findModel(name: string): Model | undefined {
  const family = name.replace(SUFFIX, "");
  const model = FAMILIES.get(family) ?? PATTERNS.find(([pattern]) => pattern.test(family))?.[1];
  return model && versionOf(name, model);
}

/** What is special of a dated or a newest version (reference 2.1, 6, 14, 17). */
function versionOf(name: string, model: Model): Model {
  if (name === "qwen3-max-preview") return { ...model, thinksAtOnce: true };
  const date = DATED.exec(name)?.[1];
  if (date === undefined) return name.endsWith("-latest") ? { ...model, cache: "none" } : model;
  return {
    ...model,
    cache: "none",
    logprobs: model.logprobs || /^qwen-(?:plus|turbo)-/.test(name),
    json: model.json === "schema" && date < model.schemaSince ? "object" : model.json,
  };
}

/** `GET /models`. The shape of an item is assumed to be OpenAI's (reference 1.1). */
export function listModels(now: number): object {
  const created = Math.floor(now / 1000);
  return {
    object: "list",
    data: Array.from(FAMILIES.keys(), (id) => ({ id, object: "model", created, owned_by: "system" })),
  };
}
