/** What is to be done to requests that break rules: the option `preflight`. The rules are loaded where they are needed. */
import { usageError } from "./errors.js";
import type { RequestOptions } from "./options.js";
import type { Preflight, PreflightRule } from "./types/preflight.js";

/** Options of a call whose method means by itself what `rule` would cure: it is cured, whatever the other rules do. */
export function meaning(rule: PreflightRule, { preflight, ...options }: RequestOptions): RequestOptions & { meant: PreflightRule } {
  const rules = typeof preflight === "object" ? preflight : { default: preflight };
  return { ...options, preflight: { [rule]: "fix", ...rules }, meant: rule };
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
