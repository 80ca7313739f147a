import { inferenceError } from "../../errors.js";
import type { Fields } from "../json.js";
import { limitsOf } from "./limits.js";
import { type Reader, type Seen, grouped, urlIn } from "./media.js";
import { type Picture, type Size, pictureOf } from "./picture.js";
import type { Sight } from "./sight.js";
import { type Source, illegalFormat, sourceOf } from "./source.js";
import { imageTokens } from "./tokens.js";

/** An image that is somewhere else is taken for one of this size. */
export const UNSEEN: Size = { width: 1024, height: 768 };

/** An image, as it is at an address or in a data URL. */
export function image(part: Fields, { patch, image: pixels }: Sight, reader: Reader): Seen {
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

export const shownSize = (size: Size | null): string => (size ? `${size.width}×${size.height}` : "size unknown");

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

/** The picture in a data URL. Throws the service's 400 for bytes that are none, or not of their type, and for sizes that are not read. */
export function checkedPicture({ bytes, mime }: Extract<Source, { bytes: unknown }>): Picture {
  const picture = pictureOf(bytes);
  if (!picture || !MIMES[picture.format].test(mime)) throw illegalFormat();
  const { width, height } = picture.size ?? UNSEEN;
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (short <= SHORTEST || long > short * LONGEST_RATIO) {
    throw inferenceError("The image length and width do not meet the model restrictions.");
  }
  return picture;
}
