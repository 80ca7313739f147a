/** Samples a second (reference 19). */
export const RATE = 24_000;

/** A word is a tone, and a pause follows it; in samples. */
const TONE = RATE * 0.12;
const PAUSE = RATE * 0.04;
/** Samples over which a tone swells and fades: without, it clicks. */
const FADE = RATE * 0.01;
const LOUDNESS = 9_000;
/** Words that are spoken at most: the whole of a long answer would be megabytes. */
const MOST_WORDS = 20;

/** The words of a text as tones, one pitch for each word, higher or lower by the voice: signed 16-bit little-endian mono PCM. */
export function spoken(text: string, voice: string): Uint8Array {
  const words = (text.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MOST_WORDS);
  const base = 220 + (hash(voice) % 12) * 20;
  const samples = new DataView(new ArrayBuffer(2 * words.length * (TONE + PAUSE)));
  for (const [at, word] of words.entries()) tone(samples, at * (TONE + PAUSE), base + (hash(word) % 24) * 15);
  return new Uint8Array(samples.buffer);
}

/** Seconds of so many bytes of it. */
export function spokenSeconds(bytes: number): number {
  return bytes / 2 / RATE;
}

function tone(samples: DataView, from: number, hertz: number): void {
  for (let at = 0; at < TONE; at += 1) {
    const swell = Math.min(1, at / FADE, (TONE - at) / FADE);
    const value = Math.round(LOUDNESS * swell * Math.sin((2 * Math.PI * hertz * at) / RATE));
    samples.setInt16(2 * (from + at), value, true);
  }
}

function hash(text: string): number {
  let sum = 7;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum;
}

/**
 * Bytes of the pieces in turn: 4 to 40 kB of base64 (reference 19). All are multiples of three, so that the texts of all
 * pieces in a row are base64 too, and only the first is odd, so that every cut parts the two bytes of a sample.
 */
const FIRST = 3_003;
const LATER = [9_000, 17_004, 29_994, 6_000];

/** The sound in base64, piece by piece. */
export function pieces(sound: Uint8Array): string[] {
  const texts: string[] = [];
  for (let from = 0; from < sound.length; ) {
    const size = texts.length === 0 ? FIRST : (LATER[(texts.length - 1) % LATER.length] ?? FIRST);
    texts.push(base64(sound.subarray(from, from + size)));
    from += size;
  }
  return texts;
}

function base64(bytes: Uint8Array): string {
  let binary = "";
  // In parts: a call takes only so many arguments.
  for (let from = 0; from < bytes.length; from += 4_096) binary += String.fromCharCode(...bytes.subarray(from, from + 4_096));
  return btoa(binary);
}
