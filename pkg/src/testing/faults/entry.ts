import type { Detail, Fault } from "./fault.js";
import type { FaultName, ScriptedFault } from "./names.js";
import { FAULTS } from "./table.js";

/** An entry of the script, checked, with every default filled in. */
export interface Entry {
  name: FaultName;
  fault: Fault;
  times: number;
  path: string;
  afterEvents: number;
  /** Added to a refusal's own. */
  headers: Readonly<Record<string, string>>;
}

/** Throws a RangeError that says what was expected. */
export function entryOf(scripted: FaultName | ScriptedFault): Entry {
  const given: ScriptedFault = typeof scripted === "object" && scripted !== null ? scripted : { fault: scripted };
  const { fault: name, times = 1, path = "", afterEvents = 2, retryAfter, retryAfterMs } = given;
  if (!Object.hasOwn(FAULTS, name)) throw wrong(`unknown fault ${shown(name)}; known are ${Object.keys(FAULTS).join(", ")}`);
  const fault = FAULTS[name];
  checkFields(given, fault);
  check(given, "times", times === "always" || isCount(times, 1), 'a whole number from 1, or "always"');
  check(given, "path", path === "" || (typeof path === "string" && path.startsWith("/")), 'the end of a path, from a "/" on');
  check(given, "afterEvents", isCount(afterEvents, 0), "a whole number from 0");
  check(given, "retryAfter", isHeaderValue(retryAfter ?? ""), "the text of a header");
  check(given, "retryAfterMs", isHeaderValue(retryAfterMs ?? ""), "the text of a header");
  const headers = {
    ...(retryAfter !== undefined && { "retry-after": retryAfter }),
    ...(retryAfterMs !== undefined && { "retry-after-ms": retryAfterMs }),
  };
  return { name, fault, times: times === "always" ? Infinity : times, path, afterEvents, headers };
}

const COMMON: readonly string[] = ["fault", "times", "path"];

/** A field that does nothing is a test that tests nothing. */
function checkFields(given: ScriptedFault, { details }: Fault): void {
  const known = [...COMMON, ...details];
  const other = Object.keys(given).find((field) => !known.includes(field));
  if (other !== undefined) throw wrong(`${given.fault} takes no ${other}; it takes ${known.slice(1).join(", ")}`);
}

function check(given: ScriptedFault, field: Detail | "times" | "path", good: boolean, expected: string): void {
  if (!good) throw wrong(`${given.fault}: ${field} must be ${expected}, got ${shown(given[field])}`);
}

function isCount(value: unknown, least: number): boolean {
  return Number.isInteger(value) && Number(value) >= least;
}

function isHeaderValue(value: unknown): boolean {
  return typeof value === "string" && /^[\x20-\x7e]*$/.test(value);
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

function wrong(what: string): RangeError {
  return new RangeError(`createEmulator: ${what}`);
}
