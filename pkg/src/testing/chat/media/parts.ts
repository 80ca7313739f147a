import { inferenceError } from "../../errors.js";
import type { Fields } from "../json.js";
import { audio } from "./audio.js";
import { image } from "./image.js";
import type { Media, Reader, Seen } from "./media.js";
import { sourceOf } from "./source.js";
import { frames, video } from "./video.js";

/** The medium in a part of a user message. Throws the service's 400 (reference 5.5, 18, 19). */
export function mediaOf(part: Fields, reader: Reader): Media {
  return { ...seen(part, reader), identity: () => JSON.stringify(part) };
}

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

/** Documents by address, of qwen-doc-turbo (reference 7.6): accepted, and not read. */
function webDocument(part: Fields, reader: Reader): Seen {
  const urls = [part["doc_url"]].flat();
  for (const url of urls) sourceOf(url, reader.resolvesOss);
  return { kind: "document", description: `${urls.join(", ")}, not fetched`, tokens: 0 };
}
