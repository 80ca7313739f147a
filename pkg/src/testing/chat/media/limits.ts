import { inferenceError } from "../../errors.js";
import type { Fields } from "../json.js";
import type { Pixels } from "./sight.js";

/** The limits that an image or a frame is scaled between; `min_pixels` and `max_pixels` are siblings of `type`. */
export function limitsOf(part: Fields, pixels: Pixels, highResolution: boolean): Pick<Pixels, "min" | "max"> {
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
