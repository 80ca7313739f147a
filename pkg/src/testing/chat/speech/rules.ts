import { inferenceError } from "../../errors.js";
import { type Fields, isObject } from "../json.js";
import type { Message } from "../message-rules.js";
import type { Model } from "../model.js";

/** How an answer is spoken. */
export interface Speech {
  voice: string;
  /** Whether its text is in `delta.audio.transcript`. */
  transcript: boolean;
}

/**
 * The voice that a body asks for; null where the answer is text alone, as it is of a model that does not speak and of one
 * that thinks. Throws the service's 400 (reference 5.5, 19); texts that are not documented are the emulator's own.
 */
export function speechOf(body: Fields, { omni }: Model, thinks: boolean, messages: readonly Message[]): Speech | null {
  if (!omni) return null;
  checkModalities(body["modalities"]);
  if (!wantsSpeech(body)) return null;
  const voice = voiceOf(body["audio"], omni.voices);
  if (!omni.spokenRole && messages.some(({ role }) => role === "system")) {
    throw inferenceError("The role of system is not supported with 'audio' output.");
  }
  return thinks ? null : { voice, transcript: omni.transcript };
}

/** Whether a body asks for sound. */
export function wantsSpeech({ modalities }: Fields): boolean {
  return Array.isArray(modalities) && modalities.includes("audio");
}

function checkModalities(modalities: unknown): void {
  if (modalities === undefined || modalities === null) return;
  const known = Array.isArray(modalities) && modalities.every((name) => name === "text" || name === "audio");
  if (!known || !modalities.includes("text")) throw inferenceError("Input should be ['text'] or ['text', 'audio']: parameters.modalities");
}

function voiceOf(audio: unknown, voices: readonly string[]): string {
  const { voice = voices[0], format = "wav" } = isObject(audio) ? audio : {};
  if (format !== "wav") throw inferenceError("Input should be 'wav': parameters.audio.format");
  if (typeof voice === "string" && voices.includes(voice)) return voice;
  const names = voices.map((name) => `'${name}'`);
  throw inferenceError(`Input should be ${names.slice(0, -1).join(", ")} or ${names.at(-1)}: parameters.audio.voice`);
}
