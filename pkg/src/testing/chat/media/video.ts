import { inferenceError } from "../../errors.js";
import { type Fields, numberOr } from "../json.js";
import { UNSEEN, checkedPicture, shownSize } from "./image.js";
import { limitsOf } from "./limits.js";
import { type Reader, type Seen, grouped, urlIn } from "./media.js";
import { type Size, pictureOf } from "./picture.js";
import type { Pixels, Sight } from "./sight.js";
import { illegalFormat, sourceOf } from "./source.js";
import { frameTokens } from "./tokens.js";

/** What it is taken for: so many seconds of frames of this size. */
const SECONDS = 4;
const FRAME: Size = { width: 1280, height: 720 };

/** A video, none of which the emulator can open. */
export function video(part: Fields, { patch, frame }: Sight, reader: Reader): Seen {
  const source = sourceOf(urlIn(part["video_url"]), reader.resolvesOss);
  const count = Math.max(1, Math.round(fpsOf(part) * SECONDS));
  const tokens = frameTokens(count, FRAME, patch, frameLimits(part, frame, count));
  if ("address" in source) return { kind: "video", description: `${source.address}, not fetched`, tokens };
  if (!source.mime.startsWith("video/") || pictureOf(source.bytes)) throw illegalFormat();
  return { kind: "video", description: `${source.mime}, ${grouped(source.bytes.length)} bytes`, tokens };
}

/** A video as a list of its frames. */
export function frames(part: Fields, { patch, frame, frames: [least, most] }: Sight, reader: Reader): Seen {
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
  const total = numberOr(part["total_pixels"], MOST_PIXELS);
  return { min, max: Math.max(min, Math.min(max, total / count)) };
}

/** Frames a second, 2 by default; the text of this 400 is the emulator's own. */
function fpsOf(part: Fields): number {
  const fps = part["fps"] ?? 2;
  if (typeof fps !== "number" || fps < 0.1 || fps > 10) throw inferenceError("Range of fps should be [0.1, 10]");
  return fps;
}
