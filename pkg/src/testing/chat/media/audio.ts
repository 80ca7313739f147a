import { inferenceError } from "../../errors.js";
import { type Fields, isObject, textOf } from "../json.js";
import { type Reader, type Seen, grouped } from "./media.js";
import { secondsOf, soundFormat, unheardSeconds } from "./sound.js";
import { illegalFormat, sourceOf } from "./source.js";

/** What `format` may say (reference 19). */
const FORMATS = ["amr", "wav", "3gp", "3gpp", "aac", "mp3"];

/** A sound, as it is at an address or in a data URL. */
export function audio(part: Fields, tokensPerSecond: number, reader: Reader): Seen {
  const { data, format } = isObject(part["input_audio"]) ? part["input_audio"] : {};
  if (format !== undefined && !FORMATS.includes(textOf(format).toLowerCase())) throw illegalFormat();
  const source = sourceOf(data, reader.resolvesOss);
  const tokensOf = (seconds: number): number => Math.ceil(Math.max(1, seconds) * tokensPerSecond);
  if ("address" in source) {
    return { kind: "audio", description: `${source.address}, not fetched`, tokens: tokensOf(unheardSeconds) };
  }
  if (source.bytes.length === 0) throw inferenceError("The audio is empty");
  const name = soundFormat(source.bytes);
  if (name === null) throw illegalFormat();
  const seconds = secondsOf(source.bytes);
  return {
    kind: "audio",
    description: `${name}, ${seconds.toFixed(2)} s, ${grouped(source.bytes.length)} bytes`,
    tokens: tokensOf(seconds),
  };
}
