/** Names of models, by what they can do (reference 6 to 19). The service adds some every month: any other string is a {@link ChatModel} too. */

import type { TranslationModel } from "./translation.js";

/** Models that read documents (reference 7): "qwen-long" by file id or text, "qwen-doc-turbo" also by a `doc_url` part. */
export type DocumentModel = "qwen-long" | "qwen-long-latest" | "qwen-doc-turbo";

/** Models that write text, call tools and answer in JSON (reference 13, 14); most think where `enable_thinking` says so. */
export type TextModel =
  | "qwen-plus"
  | "qwen-plus-latest"
  | "qwen-plus-us"
  | "qwen-flash"
  | "qwen-flash-us"
  | "qwen3-max"
  | "qwen3-max-preview"
  | "qwen3.5-plus"
  | "qwen3.5-flash"
  | "qwen-max"
  | "qwen-turbo"
  | "qwen-plus-character";

/** Models that always think before they answer (reference 6). */
export type ThinkingModel = "qwq-plus" | "qwq-32b" | "qvq-max" | "qvq-plus" | "qwen3-235b-a22b-thinking-2507" | "qwen3-30b-a3b-thinking-2507";

/** Models that see images and videos (reference 18). "qwen3.5-plus" and "qwen3.5-flash" do, too. */
export type VisionModel = "qwen3-vl-plus" | "qwen3-vl-flash" | "qwen3-vl-flash-us" | "qwen-vl-max" | "qwen-vl-plus";

/** Models that hear, see and speak (reference 19): always streamed. */
export type OmniModel = "qwen3.5-omni-plus" | "qwen3.5-omni-flash" | "qwen3-omni-flash" | "qwen-omni-turbo" | "qwen2.5-omni-7b";

/** Models that write code (reference 11). */
export type CoderModel = "qwen3-coder-plus" | "qwen3-coder-flash" | "qwen3-coder-next" | "qwen3-coder-480b-a35b-instruct" | "qwen3-coder-30b-a3b-instruct" | "qwen-coder-plus" | "qwen-coder-turbo";

/** Models that calculate (reference 10); Beijing only. */
export type MathModel = "qwen-math-plus" | "qwen-math-plus-latest" | "qwen-math-turbo" | "qwen-math-turbo-latest";

/** A model's name. Known ones are offered by the editor; any other string is fine. */
export type ChatModel = DocumentModel | TextModel | ThinkingModel | VisionModel | OmniModel | CoderModel | MathModel | TranslationModel | (string & {});
