/** Translations (reference 9). */
import type { TranslationLanguage } from "./languages.js";
import type { ChatSettings } from "./parameters.js";

/** A model of the Qwen-MT family. Known ones are offered by the editor; any other string is fine. */
export type TranslationModel = "qwen-mt-plus" | "qwen-mt-turbo" | "qwen-mt-flash" | "qwen-mt-lite" | (string & {});

/** A text and its translation: of a term, or of a sentence to learn from. */
export interface TranslationPair {
  /** In the language of the text. */
  source: string;
  /** In the language of the translation. */
  target: string;
}

/** What the service takes as `translation_options`. */
export interface TranslationOptions {
  /** English name or code, such as "Chinese" or "zh"; "auto" lets the model find out. */
  source_lang: "auto" | TranslationLanguage;
  /** English name or code. */
  target_lang: TranslationLanguage;
  /** A glossary. */
  terms?: TranslationPair[];
  /** Sentences that were translated before, as examples. */
  tm_list?: TranslationPair[];
  /** What kind of text it is and how it should sound, in English. */
  domains?: string;
}

/** Parameters of `qwen.translate`: what the options are, and any other of a chat request. */
export interface TranslateParams extends Omit<ChatSettings, "translation_options">, Omit<TranslationOptions, "source_lang"> {
  /** The text, up to 8,192 tokens. */
  text: string;
  /** Default "auto". */
  source_lang?: "auto" | TranslationLanguage;
  /** Default "qwen-mt-plus". */
  model?: TranslationModel;
  /** A translation is always streamed, whether this says so or not. */
  stream?: true;
  /** The text is the one message. */
  messages?: undefined;
  [parameter: string]: unknown;
}
