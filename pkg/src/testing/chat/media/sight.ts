/** What a model makes of images and videos (reference 18). */
export interface Sight {
  /** Side of the square of pixels that is one token. */
  patch: number;
  /** Pixels of an image. */
  image: Pixels;
  /** Pixels of one frame of a video. */
  frame: Pixels;
  /** Images in a list of frames. */
  frames: readonly [least: number, most: number];
}

export interface Pixels {
  min: number;
  /** What an image is scaled down to. */
  max: number;
  /** What `max_pixels` and `vl_high_resolution_images` can raise it to. */
  ceiling: number;
}

const IMAGE: Pixels = { min: 65_536, max: 2_621_440, ceiling: 16_777_216 };
const FRAME: Pixels = { min: 65_536, max: 655_360, ceiling: 2_048_000 };

/** qwen3.5 and newer. */
export const SEES_35: Sight = { patch: 32, image: IMAGE, frame: FRAME, frames: [4, 8_000] };
/** qwen3-vl. */
export const SEES_MANY: Sight = { patch: 32, image: IMAGE, frame: FRAME, frames: [4, 2_000] };
/** qwen-vl, QVQ, Omni. */
export const SEES: Sight = {
  patch: 32,
  image: { min: 4_096, max: 1_310_720, ceiling: 16_777_216 },
  frame: { min: 4_096, max: 655_360, ceiling: 786_432 },
  frames: [4, 512],
};
/** The oldest. */
export const SEES_OLD: Sight = {
  patch: 28,
  image: { min: 3_136, max: 1_003_520, ceiling: 12_845_056 },
  frame: { min: 3_136, max: 501_760, ceiling: 602_112 },
  frames: [4, 80],
};
