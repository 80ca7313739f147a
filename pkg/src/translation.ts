/** `qwen.translate`: its request (reference 9): one user message, and the options beside it. */
import { usageError } from "./errors.js";
import type { ChatParamsStreaming } from "./types/chat.js";
import type { TranslateParams } from "./types/translation.js";

/** The chat request of a translation. */
export function translation(params: TranslateParams): ChatParamsStreaming {
  const { text, source_lang = "auto", target_lang, terms, tm_list, domains, model = "qwen-mt-plus", ...rest } = params ?? {};
  if (typeof text !== "string" || text === "" || typeof target_lang !== "string" || target_lang === "") {
    throw usageError("translate() needs { text, target_lang }, both texts that are not empty.");
  }
  return {
    ...rest,
    model,
    messages: [{ role: "user", content: text }],
    translation_options: { source_lang, target_lang, ...(terms && { terms }), ...(tm_list && { tm_list }), ...(domains && { domains }) },
    stream: true,
    stream_options: { include_usage: true },
  };
}
