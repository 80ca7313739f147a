/** Parts of a message that carry media (reference 18, 19). What makes them is loaded when it is first needed: most callers send text. */
import { part } from "../part.js";
import type { Uploadable } from "../types/files.js";
import type { AudioFormat, AudioPart, ImageOptions, ImagePart, VideoFramesPart, VideoOptions, VideoPart } from "../types/parts.js";

/**
 * Where an image, a video or a sound comes from. A public http(s) URL, an `oss://` or a `data:` URL is sent as it is; a File,
 * a Blob, a Response or bytes become a data URL, which may have 10 MB: a file of about 7.8 MB.
 */
export type MediaSource = string | URL | Uploadable;

/**
 * An image, as a part of a user's message.
 *
 * @example
 * const content = [await imagePart(file), { type: "text", text: "What is this?" }];
 * await qwen.chat.completions.create({ model: "qwen3-vl-plus", messages: [{ role: "user", content }] });
 *
 * @throws {PreflightError} `code: "media_too_large"`: it would make a data URL of over 10 MB.
 * @throws {QwenError} "media_type_mismatch": it is no image; "media_type_unknown": neither its bytes nor its type say what it
 *   is; "media_unavailable": it cannot be read; "invalid_argument": no source, or a URL that the service cannot reach.
 */
export async function imagePart(source: MediaSource, options: ImageOptions = {}): Promise<ImagePart> {
  const { locate } = await part(import("./locate.js"));
  const { url } = await locate(source, "image");
  return { ...options, type: "image_url", image_url: { url } };
}

/**
 * A video, as a part of a user's message: a file, or the list of its frames (at least 4 images, in order; Omni: 2).
 *
 * @throws as {@link imagePart}; every frame may have 10 MB.
 */
export async function videoPart(source: MediaSource, options?: VideoOptions): Promise<VideoPart>;
export async function videoPart(frames: readonly MediaSource[], options?: VideoOptions): Promise<VideoFramesPart>;
export async function videoPart(source: MediaSource | readonly MediaSource[], options: VideoOptions = {}): Promise<VideoPart | VideoFramesPart> {
  const { locate, locateFrames } = await part(import("./locate.js"));
  if (Array.isArray(source)) return { ...options, type: "video", video: await locateFrames(source) };
  const { url } = await locate(source as MediaSource, "video");
  return { ...options, type: "video_url", video_url: { url } };
}

/**
 * Sound, as a part of a user's message to an Omni model. `format` is told by the bytes, or by the ending of a URL; pass it where
 * neither does.
 *
 * @throws as {@link imagePart}.
 */
export async function audioPart(source: MediaSource, options: { format?: AudioFormat } = {}): Promise<AudioPart> {
  const { locate, audioFormat } = await part(import("./locate.js"));
  const located = await locate(source, "audio", options.format);
  const format = options.format ?? audioFormat(located);
  return { type: "input_audio", input_audio: { data: located.url, ...(format && { format }) } };
}
