import type { Size } from "./picture.js";
import type { Pixels } from "./sight.js";

/** The tokens of an image: one for each square of `patch` pixels after it was scaled between the limits, and two more (reference 18). */
export function imageTokens(size: Size, patch: number, { min, max }: Pick<Pixels, "min" | "max">): number {
  return patches(size, patch, min, max) + 2;
}

/** The tokens of frames: two frames are one picture. */
export function frameTokens(count: number, size: Size, patch: number, { min, max }: Pick<Pixels, "min" | "max">): number {
  return Math.ceil(count / 2) * patches(size, patch, min, max) + 2;
}

function patches({ width, height }: Size, patch: number, min: number, max: number): number {
  const pixels = width * height;
  const scale = Math.sqrt(Math.min(Math.max(pixels, min), max) / pixels);
  const across = Math.max(1, Math.round((width * scale) / patch));
  const down = Math.max(1, Math.round((height * scale) / patch));
  return across * down;
}
