export type Language = "en" | "zh";

const CJK = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}";
/** A run of ideographs or syllables, or a word of an alphabet. */
const WORD = new RegExp(`[${CJK}]+|(?:(?![${CJK}])[\\p{L}\\p{N}])+`, "gu");
const STARTS_CJK = new RegExp(`^[${CJK}]`, "u");

/**
 * The words of a text as the search knows them: alphabetic words whole, and overlapping pairs of characters for
 * Chinese, Japanese and Korean, which set no spaces between words.
 */
export function words(text: string): string[] {
  return (text.match(WORD) ?? []).flatMap((run) => (STARTS_CJK.test(run) ? pairs(run) : [run]));
}

function pairs(run: string): string[] {
  const characters = Array.from(run);
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

const STOP_WORDS = new Set(
  ("a an and are as at be been but by can could did do does for from had has have how i if in into is it its me my not of on " +
    "or our please say says should so tell than that the their them then there these they this those to us was we were what " +
    "when where which who whom whose why will with would you your document documents file files text").split(" "),
);
const STOP_CHARACTERS = /[的了吗呢么吧是哪请谁这那您你我]|什|多少|如何|怎|文[件档]/u;

/** The form under which a word is searched, null for words that say nothing of what is asked. English plurals lose their s. */
export function searched(word: string): string | null {
  const lower = word.toLowerCase();
  if (STOP_WORDS.has(lower) || STOP_CHARACTERS.test(lower)) return null;
  return lower.length > 3 ? lower.replace(/ies$/, "y").replace(/([^s])s$/, "$1") : lower;
}

/** Chinese when there are more Chinese characters than alphabetic words, else English. */
export function languageOf(text: string): Language {
  const chinese = text.match(/\p{sc=Han}/gu)?.length ?? 0;
  const alphabetic = text.match(/\p{sc=Latin}+/gu)?.length ?? 0;
  return chinese > alphabetic ? "zh" : "en";
}
