/** The languages of reference 9: name and code, either of which is taken as it is written here. */
const ALL =
  "English en|Chinese zh|Traditional Chinese zh_tw|Russian ru|Japanese ja|Korean ko|Spanish es|French fr|Portuguese pt|German de|" +
  "Italian it|Thai th|Vietnamese vi|Indonesian id|Malay ms|Arabic ar|Hindi hi|Hebrew he|Burmese my|Tamil ta|Urdu ur|Bengali bn|" +
  "Polish pl|Dutch nl|Romanian ro|Turkish tr|Khmer km|Lao lo|Cantonese yue|Czech cs|Greek el|Swedish sv|Hungarian hu|Danish da|" +
  "Finnish fi|Ukrainian uk|Bulgarian bg|Serbian sr|Telugu te|Afrikaans af|Armenian hy|Assamese as|Asturian ast|Basque eu|" +
  "Belarusian be|Bosnian bs|Catalan ca|Cebuano ceb|Croatian hr|Egyptian Arabic arz|Estonian et|Galician gl|Georgian ka|" +
  "Gujarati gu|Icelandic is|Javanese jv|Kannada kn|Kazakh kk|Latvian lv|Lithuanian lt|Luxembourgish lb|Macedonian mk|Maithili mai|" +
  "Maltese mt|Marathi mr|Mesopotamian Arabic acm|Moroccan Arabic ary|Najdi Arabic ars|Nepali ne|North Azerbaijani az|" +
  "North Levantine Arabic apc|Northern Uzbek uz|Norwegian Bokmål nb|Norwegian Nynorsk nn|Occitan oc|Odia or|Pangasinan pag|" +
  "Sicilian scn|Sindhi sd|Sinhala si|Slovak sk|Slovenian sl|South Levantine Arabic ajp|Swahili sw|Tagalog tl|" +
  "Ta’izzi-Adeni Arabic acq|Tosk Albanian sq|Tunisian Arabic aeb|Venetian vec|Waray war|Welsh cy|Western Persian fa";

const LITE =
  "en zh zh_tw ru ja ko es fr pt de it th vi id ms ar hi he ur bn pl nl tr km cs sv hu da fi tl fa".split(" ");

const NAMES: readonly (readonly [name: string, code: string])[] = ALL.split("|").map((entry) => {
  const space = entry.lastIndexOf(" ");
  return [entry.slice(0, space), entry.slice(space + 1)];
});

/** The name of a language, given by name or code; undefined where the model does not have it. */
export function languageNamed(text: string, languages: "all" | "lite"): string | undefined {
  const found = named(text, languages);
  if (!found || (languages === "lite" && !LITE.includes(found[1]))) return undefined;
  return found[0];
}

/** qwen-mt-lite says Persian where the others say Western Persian. */
function named(text: string, languages: "all" | "lite"): readonly [string, string] | undefined {
  if (languages === "lite" && (text === "Persian" || text === "fa")) return ["Persian", "fa"];
  return NAMES.find(([name, code]) => name === text || code === text);
}

/** The first language that a text names; null where it names none. */
export function languageIn(text: string): string | null {
  const found = NAMES.map(([name]) => ({ name, at: text.indexOf(name) })).filter(({ at }) => at >= 0);
  return found.sort((a, b) => a.at - b.at || b.name.length - a.name.length)[0]?.name ?? null;
}
