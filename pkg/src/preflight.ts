/** What is to be done to requests that break rules: the option `preflight`. The rules are loaded where they are needed. */
import { usageError } from "./errors.js";
import type { QwenOptions, RequestOptions } from "./options.js";
import type { Preflight, PreflightRule } from "./types/preflight.js";

/** Options of a call whose method means by itself what `rule` would cure: it is cured, whatever the other rules do. */
export function meaning(rule: PreflightRule, { preflight, ...options }: RequestOptions): RequestOptions & { meant: PreflightRule } {
  const rules = typeof preflight === "object" ? preflight : { default: preflight };
  return { ...options, preflight: { [rule]: "fix", ...rules }, meant: rule };
}

/** Where a call goes. Callers without types may pass anything: a URL, for one. What is no text would tear the core out of its work. */
export function placeOf({ baseURL, region, workspace }: QwenOptions): { baseUrl: string | undefined; region: string | undefined; workspace: string | undefined } {
  const text = (place: unknown): string | undefined => (place == null ? undefined : String(place));
  return { baseUrl: text(baseURL), region: text(region), workspace: text(workspace) };
}

/** What each rule does in a call: as its own option says, else as the client's. */
export function rulesOf(preflight: Preflight | undefined, own: Preflight | undefined): object {
  // What is no object speaks for all rules.
  return typeof own === "object" || own === undefined ? { ...actions(preflight), ...actions(own) } : actions(own);
}

/** An option as what each rule does. */
function actions(preflight: Preflight | undefined): object {
  if (preflight === undefined || preflight === null) return {};
  const wrong = (action: unknown): boolean => typeof action !== "boolean" && action !== "fix" && action !== undefined;
  const set = typeof preflight === "object" ? Object.fromEntries(Object.entries(preflight).filter(([, action]) => action !== undefined)) : undefined;
  if (Object.values(set ?? [preflight]).some(wrong)) throw usageError('`preflight` is true, false, "fix", or an object that says so of single rules.');
  return set ?? { default: preflight };
}

/** Texts that the core may know, where they are what they should be: a longer one may be somebody's words. */
const KEPT = ["operation", "baseUrl", "region", "workspace", "model", "role"];
const LONGEST = 256;

/** A request as JSON without its texts, by which the core tells whether it needs the rules: see `is_plain` in src/preflight. */
export function outlined(request: object): string {
  return JSON.stringify(request, (name, value: unknown) => {
    if (typeof value === "string") return KEPT.includes(name) && value.length < LONGEST ? value : value && "…";
    // What is deeper than a message is for the rules.
    return typeof value === "object" && value !== null && !/^(request|messages|\d*)$/.test(name) ? {} : value;
  });
}
