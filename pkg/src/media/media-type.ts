/** What some bytes are. The service compares a data URL's type with its contents (reference 18), and a file's own type is told by its name alone. */
import { usageError } from "../errors.js";

/** What a part carries. */
export type MediaKind = "image" | "video" | "audio";

/** As many bytes of the beginning as a type is told by; whole groups of base64. */
export const HEAD_BYTES = 66;

/** How a file begins, and what it then is; a container may hold either of several. */
const SIGNATURES: readonly (readonly [RegExp, string, ...string[]])[] = [
  [/^\x89PNG\r\n\x1a\n/, "image/png"],
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^RIFF....WEBP/s, "image/webp"],
  [/^GIF8[79]a/, "image/gif"],
  [/^BM....\0\0\0\0/s, "image/bmp"],
  [/^(II\*\0|MM\0\*)/, "image/tiff"],
  [/^....ftyphe[iv][cmsx]/s, "image/heic", "image/heif"],
  [/^....ftypm[is]f1/s, "image/heif", "image/heic", "image/avif"],
  [/^....ftypavi[fs]/s, "image/avif"],
  [/^....ftypqt {2}/s, "video/quicktime"],
  [/^....ftyp3g/s, "video/3gpp", "audio/3gpp"],
  [/^....ftyp/s, "video/mp4", "audio/mp4"],
  [/^\x1a\x45\xdf\xa3.*webm/s, "video/webm", "audio/webm"],
  [/^\x1a\x45\xdf\xa3/, "video/x-matroska", "audio/x-matroska"],
  [/^RIFF....AVI /s, "video/x-msvideo"],
  [/^FLV\x01/, "video/x-flv"],
  [/^\x30\x26\xb2\x75\x8e\x66\xcf\x11/, "video/x-ms-wmv", "audio/x-ms-wma"],
  [/^OggS/, "audio/ogg", "video/ogg"],
  [/^RIFF....WAVE/s, "audio/wav"],
  [/^#!AMR/, "audio/amr"],
  [/^fLaC/, "audio/flac"],
  [/^(ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb])/, "audio/mpeg"],
  [/^\xff[\xf0\xf1\xf8\xf9]/, "audio/aac"],
];

/** The type of bytes that begin like this: what they are, else what they are said to be (`declared`), else `format`. */
export function mediaType(head: Uint8Array, declared: string, kind: MediaKind, format?: string): string {
  const said = declared.replace(/;.*/s, "").trim().toLowerCase();
  const types = typesOf(head);
  const fitting = types.filter((type) => type.startsWith(`${kind}/`));
  if (fitting.length > 0) return fitting.find((type) => type === said) ?? (fitting[0] as string);
  if (types.length > 0) throw usageError(`The bytes are ${types[0]}, where ${named(kind)} was expected.`, "media_type_mismatch");
  if (said.startsWith(`${kind}/`)) return said;
  if (format) return `${kind}/${format}`;
  throw usageError(`Neither its first bytes nor its type tell that this is ${named(kind)}: pass a Blob or { bytes, type } with a type of "${kind}/…".`, "media_type_unknown");
}

function typesOf(head: Uint8Array): readonly string[] {
  const text = String.fromCharCode(...head);
  return SIGNATURES.find(([beginning]) => beginning.test(text))?.slice(1) as string[] | undefined ?? [];
}

function named(kind: MediaKind): string {
  return kind === "image" || kind === "audio" ? `an ${kind}` : `a ${kind}`;
}
