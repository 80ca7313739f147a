// What stays in the wasm's memory: each piece of work in a fresh process.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const HELD = fileURLToPath(new URL("held.mjs", import.meta.url));
/** The sizes of issue 5. */
const DOCUMENT = 50;
const UPLOAD = 150;

/** @returns {{ what: string, amount: number, pages: { before: number, early: number, after: number } }} pages of 64 KiB */
export function held(what, amount, program = process.execPath) {
  return JSON.parse(execFileSync(program, [HELD, what, String(amount)], { encoding: "utf8" }));
}

/** @param {number} events of the long streams */
export function memory(events, program) {
  const streams = ["chunks", "text()", "events()"].map((reader) => held(reader, events, program));
  return [...streams, held("inline document", DOCUMENT, program), held("upload", UPLOAD, program)];
}
