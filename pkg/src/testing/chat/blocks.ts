import { inferenceError } from "../errors.js";
import { type Fields, isObject } from "./json.js";
import type { Media, Reader } from "./media/media.js";
import { mediaOf } from "./media/parts.js";

/** A part of a message's content. */
export interface Block {
  /** "" for a part that is no text. */
  text: string;
  media: Media | null;
  /** Whether the context up to its end is to be cached (reference 17). */
  marked: boolean;
}

/**
 * The parts of a content that is not empty. Throws the service's 400. Media stand in messages of users alone, and in a
 * tool's message only texts with a cache marker (reference 2.2, 17).
 */
export function blocksOf(role: string, content: unknown, reader: Reader): Block[] {
  if (typeof content === "string") return [{ text: content, media: null, marked: false }];
  if (!Array.isArray(content) || !content.every(isObject)) throw notText();
  if (role === "tool" && !content.some(isMarked)) throw notText();
  const { sees, omni, documents } = reader.model;
  const takesMedia = role === "user" && (sees !== null || omni !== null || (documents && content.some(({ type }) => type === "doc_url")));
  const blocks = content.map((part) => block(part, takesMedia ? reader : null));
  if (omni) checkModalities(blocks);
  return blocks;
}

function block(part: Fields, reader: Reader | null): Block {
  const marked = isMarked(part);
  if (part["type"] === "text" && typeof part["text"] === "string") return { text: part["text"], media: null, marked };
  if (!reader) throw notText();
  return { text: "", media: mediaOf(part, reader), marked };
}

function isMarked(part: Fields): boolean {
  return isObject(part["cache_control"]) && part["cache_control"]["type"] === "ephemeral";
}

function notText(): Error {
  return inferenceError("input content must be a string.");
}

/** Omni: text and one other modality in a message, several images among them (reference 19). */
function checkModalities(blocks: readonly Block[]): void {
  const kinds = blocks.flatMap(({ media }) => media ?? []).map(({ kind }) => kind);
  const lone = new Set(kinds).size <= 1 && (kinds.length <= 1 || kinds[0] === "image");
  if (!lone) throw inferenceError("The item of content should be a message of a certain modal.");
}
