/** A URL for every source: its own, or a data URL made of its bytes. */
import "../index.js"; // whoever loads this has it: see `check_chunks` in xtask/src/build/bundles.rs
import { PreflightError, QwenError, usageError } from "../errors.js";
import type { Uploadable } from "../types/files.js";
import { isResponse, isUploadable, toUpload } from "../upload.js";
import { base64 } from "./base64.js";
import type { MediaSource } from "./parts.js";
import { HEAD_BYTES, type MediaKind, mediaType } from "./media-type.js";

/** "Exceeded limit on max bytes per data-uri item : 10485760": of the text, not of what it encodes (reference 18). */
const MOST_CHARACTERS = 10_485_760;

/** A URL for the service; `type` where the bytes were seen. */
export interface Located {
  url: string;
  type?: string;
}

/** Finds the URL. `format` stands in for a type that neither the bytes nor the source tell. */
export async function locate(source: MediaSource, kind: MediaKind, format?: string): Promise<Located> {
  if (isUploadable(source)) return embed(source, kind, format);
  const url = typeof source === "string" ? source : source?.href;
  if (typeof url !== "string") throw usageError(`The ${kind} must be a URL, a File, a Blob, a Response, or { bytes, type }.`);
  if (/^data:/i.test(url)) return checked(url, kind, format);
  if (/^(https?|oss):\/\//i.test(url)) return { url };
  throw usageError(`The service cannot reach the ${kind}'s URL: it takes http(s)://, oss:// and data: URLs. Of what only this program can reach, pass the Blob or the Response.`);
}

/** One after the other: at no time is more than one frame held twice. */
export async function locateFrames(frames: readonly MediaSource[]): Promise<string[]> {
  if (frames.length === 0) throw usageError("A video of frames needs frames.");
  const urls: string[] = [];
  for (const frame of frames) urls.push((await locate(frame, "image")).url);
  return urls;
}

/** The service's names of formats, where they are not the type's own. */
const FORMATS: Record<string, string> = { mpeg: "mp3", "3gpp": "3gp", "x-wav": "wav", wave: "wav", "vnd.wave": "wav" };

/** A sound's format by its type, else by its URL's ending. */
export function audioFormat({ url, type }: Located): string | undefined {
  const subtype = type?.slice(type.indexOf("/") + 1);
  return subtype === undefined ? /^[^?#]*\.(wav|mp3|aac|amr|3gpp?)(?:[?#]|$)/i.exec(url)?.[1]?.toLowerCase() : (FORMATS[subtype] ?? subtype);
}

/** Of sound the service wants no type (reference 19). */
function head(kind: MediaKind, type: string): string {
  return `data:${kind === "audio" ? "" : type};base64,`;
}

async function embed(source: Uploadable, kind: MediaKind, format?: string): Promise<Located> {
  try {
    const blob = await blobOf(source, kind);
    const type = mediaType(new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer()), blob.type, kind, format);
    const start = head(kind, type);
    bound(start.length + 4 * Math.ceil(blob.size / 3), kind);
    return { url: start + (await base64(blob)), type };
  } catch (cause) {
    throw QwenError.isInstance(cause) ? cause : unavailable(`The ${kind} could not be read.`, cause);
  }
}

async function blobOf(source: Uploadable, kind: MediaKind): Promise<Blob> {
  if (!isResponse(source)) return filled((await toUpload(source)).blob, kind);
  try {
    if (!source.ok) throw unavailable(`The response that should bring the ${kind} has status ${source.status}.`);
    bound(Number(source.headers.get("content-length")), kind); // before a long video is read for nothing
  } catch (error) {
    source.body?.cancel().catch(() => undefined);
    throw error;
  }
  return filled(await source.blob(), kind);
}

function filled(blob: Blob, kind: MediaKind): Blob {
  if (blob.size === 0) throw usageError(`The ${kind} has no bytes.`);
  return blob;
}

/** A data URL of the caller's, with the type that its bytes have. */
function checked(url: string, kind: MediaKind, format?: string): Located {
  bound(url.length, kind);
  const comma = url.indexOf(",");
  const [, declared] = /^data:(.*);base64$/i.exec(url.slice(0, comma)) ?? [];
  if (declared === undefined) throw usageError(`The ${kind}'s data URL must be base64: data:…;base64,….`);
  const type = mediaType(bytesOf(url.slice(comma + 1, comma + 1 + (HEAD_BYTES / 3) * 4), kind), declared, kind, format);
  return { url: head(kind, type) + url.slice(comma + 1), type };
}

function bytesOf(text: string, kind: MediaKind): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    throw usageError(`The ${kind}'s data URL is not base64.`); // without the cause: some runtimes quote the text
  }
}

function bound(characters: number, kind: MediaKind): void {
  if (!(characters > MOST_CHARACTERS)) return; // a length that is no number says nothing
  throw new PreflightError({
    code: "media_too_large",
    rule: "data_url",
    message: `The ${kind} makes a data URL of ${characters} bytes; the service takes ${MOST_CHARACTERS}, which is a file of about 7.8 MB.`,
    fix: `Pass a public URL of the ${kind}, or make it smaller.`,
  });
}

function unavailable(message: string, cause?: unknown): QwenError {
  return new QwenError({ code: "media_unavailable", message, cause });
}
