// The conformance material lies beside the project, not in it: public test suites and recordings as neutral vectors. It is read where it is.
import { existsSync, readFileSync, readdirSync } from "node:fs";

const FOLDER = new URL("../../../shared/conformance/", import.meta.url);

/** A reason to skip, or `false` where the material is there. */
export const missing = existsSync(FOLDER) ? false : "the conformance material (../shared/conformance) is not on this machine";

/** The cases of one file, or none where the material is missing. */
export function cases(name) {
  if (missing) return [];
  return read(name).toString("utf8").trim().split("\n").map((line) => JSON.parse(line));
}

/** A file of the material, as bytes. */
export function read(name) {
  return readFileSync(new URL(name, FOLDER));
}

/** The recorded bodies of the real service. */
export function transcripts() {
  return missing ? [] : readdirSync(new URL("transcripts/", FOLDER)).filter((name) => name.endsWith(".sse"));
}

/** A Response whose body is read in exactly these pieces, each only when it is asked for. */
export function inPieces(pieces, init) {
  const iterator = pieces[Symbol.iterator]();
  const body = new ReadableStream({
    pull(controller) {
      const { value, done } = iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  }, { highWaterMark: 0 });
  return new Response(body, init);
}

/** The same bytes cut anew, `size` bytes a piece. Each piece is a copy: readers may take its buffer. */
export function* cut(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}
