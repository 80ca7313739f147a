import { inferenceError } from "../../errors.js";

/** Where the bytes of a medium are: in the request itself, or at an address, which the emulator does not fetch. */
export type Source = { bytes: Uint8Array; mime: string } | { address: string };

/** Most characters of a data URL: of its base64, not of its bytes (reference 18). */
const LONGEST = 10_485_760;
const DATA_URL = /^data:([^;,]*)(?:;[^;,]*)*;base64,/;

/** Reads an address. Throws the service's 400 for one that is no address, or a data URL that is too long or broken. */
export function sourceOf(url: unknown, resolvesOss: boolean): Source {
  if (typeof url !== "string") throw invalidUrl();
  if (url.startsWith("data:")) return inlined(url);
  if (url.startsWith("oss://") && resolvesOss) return { address: url };
  if (!/^https?:\/\/[^/\s]/i.test(url) || !URL.canParse(url)) throw invalidUrl();
  return { address: url };
}

function invalidUrl(): Error {
  return inferenceError("The provided URL does not appear to be valid. Ensure it is correctly formatted.");
}

/** The 400 for bytes that are not what they are said to be. */
export function illegalFormat(): Error {
  return inferenceError("The file format is illegal and cannot be opened.");
}

function inlined(url: string): Source {
  const head = DATA_URL.exec(url.slice(0, 200));
  if (!head) throw invalidUrl();
  if (url.length > LONGEST) throw inferenceError(`Exceeded limit on max bytes per data-uri item : ${LONGEST}'.`);
  return { bytes: decoded(url.slice(head[0].length)), mime: (head[1] ?? "").toLowerCase() };
}

function decoded(base64: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(base64);
  } catch {
    throw illegalFormat();
  }
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
