// What every runtime does with a case: run it, and fail it for a rejection that nobody handled, be it ours or the package's.
import * as lib from "qwen-edge";
import { sleep } from "../assert.mjs";
import { environment } from "../env.mjs";
import { runCase } from "../suite.mjs";

/** Runtimes tell of unhandled rejections a turn or two later. */
const SETTLE = 5;

/** @type {unknown[]} */
const unhandled = [];

if (typeof process === "object" && typeof process.on === "function") process.on("unhandledRejection", note);
else globalThis.addEventListener("unhandledrejection", (event) => (event.preventDefault?.(), note(event.reason)));

/** @param {string} name @param {{ origin: string, runtime: string }} where */
export async function runGuest(name, where) {
  unhandled.length = 0;
  const result = await runCase(name, environment(lib, where));
  await sleep(SETTLE);
  if (unhandled.length === 0) return result;
  return { error: [...unhandled, result.error ?? ""].join("\n") };
}

function note(reason) {
  unhandled.push(`a rejection that nobody handled: ${reason?.stack ?? String(reason)}`);
}
