// What stays in the wasm's memory: each piece of work in a fresh process.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const HELD = fileURLToPath(new URL("held.mjs", import.meta.url));
/** The sizes of issue 5. */
const DOCUMENT = 50;
const UPLOAD = 150;

/** Long streams of different texts, read in different ways. */
const STREAMS = ["chunks", "text()", "chunks, reasoning", "reasoning()", "chunks, a tool call", "events()"];

/**
 * @returns {{ what: string, amount: number, pages: { before: number, early: number, after: number }, heap?: number }} pages of
 * 64 KiB; bytes of JavaScript's heap that the last nine tenths of a stream have added
 */
export function held(what, amount, program = process.execPath) {
  return JSON.parse(execFileSync(program, [HELD, what, String(amount)], { encoding: "utf8" }));
}

/** @param {number} events of the long streams */
export function memory(events, program) {
  const streams = STREAMS.map((reader) => held(reader, events, program));
  return [...streams, held("inline document", DOCUMENT, program), held("upload", UPLOAD, program)];
}
