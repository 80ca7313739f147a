/** Spoken answers, of Omni models (reference 19). */

/** A voice. Which there are depends on the model: "Cherry", "Serena", "Ethan" and "Chelsie" for qwen-omni-turbo, 17 to 49 for qwen3-omni-flash. */
export type Voice =
  | "Cherry" | "Serena" | "Ethan" | "Chelsie" | "Nofish" | "Jennifer" | "Ryan" | "Katerina" | "Elias" | "Jada" | "Dylan" | "Sunny" | "Li" | "Marcus" | "Roy"
  | "Peter" | "Rocky" | "Kiki" | "Eric" | "Momo" | "Vivian" | "Moon" | "Maia" | "Kai" | "Bella" | "Aiden" | "Eldric Sage" | "Mia" | "Mochi" | "Bellona"
  | "Vincent" | "Bunny" | "Neil" | "Arthur" | "Nini" | "Ebona" | "Seren" | "Pip" | "Stella" | "Bodega" | "Sonrisa" | "Alek" | "Dolce" | "Sohee" | "Ono Anna"
  | "Lenn" | "Emilien" | "Andre" | "Radio Gol"
  | (string & {});

/** What the model answers in: text, or text and speech. */
export type Modalities = ["text"] | ["text", "audio"];

/** How the model speaks. Whatever the format, what comes is 16-bit mono PCM at 24 kHz without a header (quirk 29). */
export interface SpeechOptions {
  /** Who speaks. */
  voice: Voice;
  /** The only one that there is. */
  format: "wav";
}
