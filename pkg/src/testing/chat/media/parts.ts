import { inferenceError } from "../../errors.js";
import { type Fields, isObject } from "../json.js";
import type { Model } from "../model.js";
import { type Picture, type Size, pictureOf } from "./picture.js";
import type { Pixels, Sight } from "./sight.js";
import { secondsOf, soundFormat, unheardSeconds } from "./sound.js";
import { type Source, illegalFormat, sourceOf } from "./source.js";
import { frameTokens, imageTokens } from "./tokens.js";

/** An image, a video, a sound or a document at an address, as the model took it in. */
export interface Media {
  kind: "image" | "video" | "audio" | "document";
  /** What was seen of it: format, size, bytes, or the address. */
  description: string;
  tokens: number;
  /** A text that tells it from all others. */
  identity(): string;
}

/** Who reads the parts of a message, and how. */
export interface Reader {
  model: Model;
  /** `vl_high_resolution_images`. */
  highResolution: boolean;
  /** Whether `oss://` addresses are resolved (reference 1.5). */
  resolvesOss: boolean;
}

/** The medium in a part of a user message. Throws the service's 400 (reference 5.5, 18, 19). */
export function mediaOf(part: Fields, reader: Reader): Media {
  return { ...seen(part, reader), identity: () => JSON.stringify(part) };
}

type Seen = Omit<Media, "identity">;

function seen(part: Fields, reader: Reader): Seen {
  const { sees, omni, documents } = reader.model;
  const { type } = part;
  if (type === "image_url" && sees) return image(part, sees, reader);
  if (type === "video_url" && sees) return video(part, sees, reader);
  if (type === "video" && sees) return frames(part, sees, reader);
  if (type === "input_audio" && omni) return audio(part, omni.tokensPerSecond, reader);
  if (type === "doc_url" && documents) return webDocument(part, reader);
  throw inferenceError("The item of content should be a message of a certain modal.");
}

const urlIn = (value: unknown): unknown => (isObject(value) ? value["url"] : undefined);
const grouped = (value: number): string => value.toLocaleString("en-US");
const shownSize = (size: Size | null): string => (size ? `${size.width}×${size.height}` : "size unknown");

/** An image that is somewhere else is taken for one of this size. */
const UNSEEN: Size = { width: 1024, height: 768 };

function image(part: Fields, { patch, image: pixels }: Sight, reader: Reader): Seen {
  const source = sourceOf(urlIn(part["image_url"]), reader.resolvesOss);
  const limits = limitsOf(part, pixels, reader.highResolution);
  if ("address" in source) {
    return { kind: "image", description: `${source.address}, not fetched`, tokens: imageTokens(UNSEEN, patch, limits) };
  }
  const { format, size } = checkedPicture(source);
  return {
    kind: "image",
    description: `${format}, ${shownSize(size)}, ${grouped(source.bytes.length)} bytes`,
    tokens: imageTokens(size ?? UNSEEN, patch, limits),
  };
}

/** The limits that an image or a frame is scaled between; `min_pixels` and `max_pixels` are siblings of `type`. */
function limitsOf(part: Fields, pixels: Pixels, highResolution: boolean): Pick<Pixels, "min" | "max"> {
  const min = pixelsOf(part, "min_pixels", pixels) ?? pixels.min;
  if (highResolution) return { min, max: pixels.ceiling };
  return { min, max: Math.max(min, pixelsOf(part, "max_pixels", pixels) ?? pixels.max) };
}

/** The texts of these 400s are not documented: the emulator's own. */
function pixelsOf(part: Fields, name: string, { min, ceiling }: Pixels): number | null {
  const value = part[name];
  if (value === undefined || value === null) return null;
  if (Number.isInteger(value) && Number(value) >= min && Number(value) <= ceiling) return Number(value);
  throw inferenceError(`Range of ${name} should be [${min}, ${ceiling}]`);
}

const MIMES: Readonly<Record<Picture["format"], RegExp>> = {
  PNG: /^image\/png$/,
  JPEG: /^image\/jpe?g$/,
  GIF: /^image\/gif$/,
  WEBP: /^image\/webp$/,
  BMP: /^image\/(x-ms-)?bmp$/,
  TIFF: /^image\/tiff$/,
  HEIC: /^image\/hei[cf]$/,
};

/** The shortest side and the longest ratio of an image (reference 18). */
const SHORTEST = 10;
const LONGEST_RATIO = 200;

function checkedPicture({ bytes, mime }: Extract<Source, { bytes: unknown }>): Picture {
  const picture = pictureOf(bytes);
  if (!picture || !MIMES[picture.format].test(mime)) throw illegalFormat();
  const { width, height } = picture.size ?? UNSEEN;
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (short <= SHORTEST || long > short * LONGEST_RATIO) {
    throw inferenceError("The image length and width do not meet the model restrictions.");
  }
  return picture;
}

/** What the emulator takes a video for, none of which it can open: so many seconds of frames of this size. */
const SECONDS = 4;
const FRAME: Size = { width: 1280, height: 720 };

function video(part: Fields, { patch, frame }: Sight, reader: Reader): Seen {
  const source = sourceOf(urlIn(part["video_url"]), reader.resolvesOss);
  const count = Math.max(1, Math.round(fpsOf(part) * SECONDS));
  const tokens = frameTokens(count, FRAME, patch, frameLimits(part, frame, count));
  if ("address" in source) return { kind: "video", description: `${source.address}, not fetched`, tokens };
  if (!source.mime.startsWith("video/") || pictureOf(source.bytes)) throw illegalFormat();
  return { kind: "video", description: `${source.mime}, ${grouped(source.bytes.length)} bytes`, tokens };
}

function frames(part: Fields, { patch, frame, frames: [least, most] }: Sight, reader: Reader): Seen {
  const urls: unknown = part["video"];
  if (!Array.isArray(urls) || urls.length < least || urls.length > most) {
    // The spelling is the service's.
    throw inferenceError(
      `The video modality input does not meet the requirements because: the range of sequence images shoule be (${least}, ${most}).`,
    );
  }
  fpsOf(part);
  const pictures = urls.map((url: unknown) => sourceOf(url, reader.resolvesOss)).map((source) => ("bytes" in source ? checkedPicture(source) : null));
  const size = pictures[0]?.size ?? null;
  const tokens = frameTokens(urls.length, size ?? UNSEEN, patch, frameLimits(part, frame, urls.length));
  return { kind: "video", description: `${urls.length} frames, ${shownSize(size)}`, tokens };
}

/** All frames of a video together have so many pixels at most, as far as the least of each allows. */
const MOST_PIXELS = 134_217_728;

function frameLimits(part: Fields, frame: Pixels, count: number): Pick<Pixels, "min" | "max"> {
  const { min, max } = limitsOf(part, frame, false);
  const total = Number(part["total_pixels"] ?? MOST_PIXELS);
  return { min, max: Math.max(min, Math.min(max, total / count)) };
}

/** Frames a second, 2 by default; the text of this 400 is the emulator's own. */
function fpsOf(part: Fields): number {
  const fps = part["fps"] ?? 2;
  if (typeof fps !== "number" || fps < 0.1 || fps > 10) throw inferenceError("Range of fps should be [0.1, 10]");
  return fps;
}

const SOUND_FORMATS = ["amr", "wav", "3gp", "3gpp", "aac", "mp3"];

function audio(part: Fields, tokensPerSecond: number, reader: Reader): Seen {
  const { data, format } = isObject(part["input_audio"]) ? part["input_audio"] : {};
  if (format !== undefined && !SOUND_FORMATS.includes(String(format).toLowerCase())) throw illegalFormat();
  const source = sourceOf(data, reader.resolvesOss);
  const tokensOf = (seconds: number): number => Math.ceil(Math.max(1, seconds) * tokensPerSecond);
  if ("address" in source) {
    return { kind: "audio", description: `${source.address}, not fetched`, tokens: tokensOf(unheardSeconds) };
  }
  if (source.bytes.length === 0) throw inferenceError("The audio is empty");
  const name = soundFormat(source.bytes);
  if (name === null) throw illegalFormat();
  const seconds = secondsOf(source.bytes);
  return {
    kind: "audio",
    description: `${name}, ${seconds.toFixed(2)} s, ${grouped(source.bytes.length)} bytes`,
    tokens: tokensOf(seconds),
  };
}

/** Documents by address, of qwen-doc-turbo (reference 7.6): accepted, and not read. */
function webDocument(part: Fields, reader: Reader): Seen {
  const urls = [part["doc_url"]].flat();
  for (const url of urls) sourceOf(url, reader.resolvesOss);
  return { kind: "document", description: `${urls.join(", ")}, not fetched`, tokens: 0 };
}
