// Every server-sent events case through `events(response)`: in its own cuts, whole, and byte by byte.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { events } from "qwen-edge";
import { cases, cut, inPieces, missing } from "./material.mjs";

/** Bodies larger than this are not fed byte by byte: one promise a byte is seconds of nothing new. */
const BYTE_BY_BYTE = 256 * 1024;

/** Larger events than this may be refused by a documented limit (the case's own note), if the error says so. */
const MAY_BE_REFUSED = 64 * 1024 * 1024;

const TIMEOUT = { timeout: 60_000 };

describe("server-sent events", { skip: missing }, () => {
  for (const one of cases("sse-cases.jsonl"))
    test(one.name, TIMEOUT, async () => {
      const chunks = piecesOf(one);
      const bytes = Buffer.concat(chunks);
      assert.equal(bytes.length, one.bytes, "the case's own size");
      const allowed = [one.expected, one.alt?.eof_flush].filter(Boolean).map((list) => list.map(spelledOut));
      for (const [how, pieces] of regimes(bytes, chunks)) {
        const found = await readAll(pieces, bytes.length);
        if (found) same(found, allowed, how);
      }
      if (one.prompt) await prompt(one, chunks);
    });
});

function regimes(bytes, chunks) {
  const all = [["in its own cuts", chunks.map((chunk) => chunk.slice())], ["whole", cut(bytes, Math.max(1, bytes.length))]];
  if (bytes.length <= BYTE_BY_BYTE) all.push(["byte by byte", cut(bytes, 1)]);
  return all;
}

/** @returns the events, or undefined where a too large event was refused with a typed error */
async function readAll(pieces, size) {
  const found = [];
  try {
    for await (const { event, data, id, retry } of events(inPieces(pieces))) found.push({ event, data, id, retry });
    return found;
  } catch (error) {
    if (size > MAY_BE_REFUSED && typeof error.code === "string") return undefined;
    throw error;
  }
}

/** Event i must be out before any read after `prompt[i]`: nobody waits for the byte after a CR. */
async function prompt(one, chunks) {
  let reads = 0;
  const pieces = (function* () {
    for (const chunk of chunks) {
      reads += 1;
      yield chunk.slice();
    }
  })();
  let at = 0;
  for await (const _ of events(inPieces(pieces))) {
    if (at < one.prompt.length && one.prompt[at] !== null) assert.ok(reads <= one.prompt[at] + 1, `event ${at} came after read ${reads - 1}, not by read ${one.prompt[at]}`);
    at += 1;
  }
}

/** Compares without printing megabytes. */
function same(found, allowed, how) {
  const canonical = JSON.stringify(found);
  if (allowed.some((list) => JSON.stringify(list) === canonical)) return;
  assert.fail(`${how}: expected ${shortened(allowed)}, found ${shortened(found)}`);
}

function shortened(value) {
  const text = JSON.stringify(value);
  return text.length > 2000 ? `${text.slice(0, 1000)}…${text.slice(-500)}` : text;
}

function spelledOut({ event, data, id, retry }) {
  return { event, data: typeof data === "string" ? data : generated(data.gen), id, retry };
}

function generated(parts) {
  return parts.map((part) => part.text ?? part.repeat.repeat(part.count)).join("");
}

function piecesOf(one) {
  if (one.chunks_b64) return one.chunks_b64.map((text) => new Uint8Array(Buffer.from(text, "base64")));
  return [...cut(new TextEncoder().encode(generated(one.gen)), one.gen_chunk_bytes)];
}
