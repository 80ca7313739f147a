/** What a model makes of sound, and with which voices it speaks (reference 19). */
export interface Omni {
  /** Tokens of a second of sound. */
  tokensPerSecond: number;
  voices: readonly string[];
  /** Where the text of a spoken answer stands: in `delta.content`, or in `delta.audio.transcript`. */
  transcript: boolean;
  /** Whether a system message may stand before a spoken answer. */
  spokenRole: boolean;
}

const TURBO_VOICES = ["Cherry", "Serena", "Ethan", "Chelsie"];
const VOICES_3 = [
  ...["Cherry", "Ethan", "Nofish", "Jennifer", "Ryan", "Katerina", "Elias", "Jada", "Dylan", "Sunny", "Li", "Marcus", "Roy", "Peter"],
  ...["Rocky", "Kiki", "Eric", "Serena", "Chelsie", "Momo", "Vivian", "Moon", "Maia", "Kai", "Bella", "Aiden", "Eldric Sage", "Mia"],
  ...["Mochi", "Bellona", "Vincent", "Bunny", "Neil", "Arthur", "Nini", "Ebona", "Seren", "Pip", "Stella", "Bodega", "Sonrisa", "Alek"],
  ...["Dolce", "Sohee", "Ono Anna", "Lenn", "Emilien", "Andre", "Radio Gol"],
];

export const OMNI_3: Omni = { tokensPerSecond: 12.5, voices: VOICES_3, transcript: false, spokenRole: true };
// The reference has neither voices nor tokens of 3.5: those of 3 stand in.
export const OMNI_35: Omni = OMNI_3;
export const OMNI_TURBO: Omni = { tokensPerSecond: 25, voices: TURBO_VOICES, transcript: true, spokenRole: false };
export const OMNI_OPEN: Omni = { ...OMNI_TURBO, voices: ["Ethan", "Chelsie"] };
