/** Seconds of sound that the emulator takes what it cannot measure for. */
const STAND_IN = 4;

/** How long a sound is, in seconds: exact for PCM in a WAV file, a guess of 16 kB a second for all others. */
export function secondsOf(bytes: Uint8Array): number {
  return wavSeconds(bytes) ?? bytes.length / 16_000;
}

/** Of a sound that is somewhere else. */
export const unheardSeconds = STAND_IN;

/** The name of a sound's format by its first bytes; null where they are none that the service reads (reference 19). */
export function soundFormat(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  return FORMATS.find(([pattern]) => pattern.test(head))?.[1] ?? null;
}

const FORMATS: readonly [RegExp, string][] = [
  [/^RIFF[^]{4}WAVE/, "WAV"],
  [/^#!AMR/, "AMR"],
  [/^ID3|^\xff[\xfb\xfa\xf3\xf2]/, "MP3"],
  [/^\xff[\xf1\xf9]/, "AAC"],
  [/^[^]{4}ftyp/, "3GP"],
];

/** A RIFF file is a chain of chunks: `fmt ` tells the bytes of a second, `data` holds the samples. */
function wavSeconds(bytes: Uint8Array): number | null {
  if (soundFormat(bytes) !== "WAV") return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let perSecond = 0;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    if (name === "fmt " && at + 20 <= view.byteLength) perSecond = view.getUint32(at + 16, true);
    // The length of a file that was written as it was recorded may say more than there is.
    if (name === "data") return perSecond > 0 ? Math.min(length, view.byteLength - at - 8) / perSecond : null;
    at += 8 + length + (length % 2);
  }
  return null;
}
