import type { Model } from "../model.js";
import { isObject } from "../json.js";

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

/** What a reader of one kind of parts makes of one. */
export type Seen = Omit<Media, "identity">;

export const urlIn = (value: unknown): unknown => (isObject(value) ? value["url"] : undefined);
export const grouped = (value: number): string => value.toLocaleString("en-US");
