/** The languages of Qwen-MT (reference 9). */

/** A language by its English name. "qwen-mt-lite" knows 31 of them. */
export type TranslationLanguageName =
  | "English" | "Chinese" | "Traditional Chinese" | "Russian" | "Japanese" | "Korean" | "Spanish" | "French" | "Portuguese" | "German" | "Italian"
  | "Thai" | "Vietnamese" | "Indonesian" | "Malay" | "Arabic" | "Hindi" | "Hebrew" | "Burmese" | "Tamil" | "Urdu" | "Bengali" | "Polish" | "Dutch"
  | "Romanian" | "Turkish" | "Khmer" | "Lao" | "Cantonese" | "Czech" | "Greek" | "Swedish" | "Hungarian" | "Danish" | "Finnish" | "Ukrainian"
  | "Bulgarian" | "Serbian" | "Telugu" | "Afrikaans" | "Armenian" | "Assamese" | "Asturian" | "Basque" | "Belarusian" | "Bosnian" | "Catalan"
  | "Cebuano" | "Croatian" | "Egyptian Arabic" | "Estonian" | "Galician" | "Georgian" | "Gujarati" | "Icelandic" | "Javanese" | "Kannada" | "Kazakh"
  | "Latvian" | "Lithuanian" | "Luxembourgish" | "Macedonian" | "Maithili" | "Maltese" | "Marathi" | "Mesopotamian Arabic" | "Moroccan Arabic"
  | "Najdi Arabic" | "Nepali" | "North Azerbaijani" | "North Levantine Arabic" | "Northern Uzbek" | "Norwegian Bokmål" | "Norwegian Nynorsk"
  | "Occitan" | "Odia" | "Pangasinan" | "Sicilian" | "Sindhi" | "Sinhala" | "Slovak" | "Slovenian" | "South Levantine Arabic" | "Swahili" | "Tagalog"
  | "Ta’izzi-Adeni Arabic" | "Tosk Albanian" | "Tunisian Arabic" | "Venetian" | "Waray" | "Welsh" | "Western Persian";

/** A language by its code, in the order of their names. */
export type TranslationLanguageCode =
  | "en" | "zh" | "zh_tw" | "ru" | "ja" | "ko" | "es" | "fr" | "pt" | "de" | "it" | "th" | "vi" | "id" | "ms" | "ar" | "hi" | "he" | "my" | "ta"
  | "ur" | "bn" | "pl" | "nl" | "ro" | "tr" | "km" | "lo" | "yue" | "cs" | "el" | "sv" | "hu" | "da" | "fi" | "uk" | "bg" | "sr" | "te" | "af" | "hy"
  | "as" | "ast" | "eu" | "be" | "bs" | "ca" | "ceb" | "hr" | "arz" | "et" | "gl" | "ka" | "gu" | "is" | "jv" | "kn" | "kk" | "lv" | "lt" | "lb"
  | "mk" | "mai" | "mt" | "mr" | "acm" | "ary" | "ars" | "ne" | "az" | "apc" | "uz" | "nb" | "nn" | "oc" | "or" | "pag" | "scn" | "sd" | "si" | "sk"
  | "sl" | "ajp" | "sw" | "tl" | "acq" | "sq" | "aeb" | "vec" | "war" | "cy" | "fa";

/** A language, by name or code. Known ones are offered by the editor; any other string is fine. */
export type TranslationLanguage = TranslationLanguageName | TranslationLanguageCode | (string & {});
