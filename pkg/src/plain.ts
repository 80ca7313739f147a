/**
 * Which requests break no rule at a glance: a page that only chats loads no rules, and its first call does not wait for the core.
 *
 * Whatever is not in these few lists is looked at by the rules (src/preflight). That they would find nothing wrong, nor
 * anything to cure, with what passes here is a property test's to hold: tests/client/plain.test.mjs.
 */
import type { QwenOptions } from "./options.js";

/** The family that reads documents: its system messages may be lists of them, and it does not search (reference 7). */
const READER = /^qwen-long(-(latest|preview|us|\d\d|\d{4}))*$/;

/**
 * Families that do all that is {@link HARMLESS}, streamed or not (reference 6, 19): versions of these alone. Rules about models speak of
 * those whose names begin with a q.
 */
const TALKERS = /^([^q]|qwen(-(plus|flash|turbo)|3\.6-(plus|flash|max)|3\.7-(plus|max))(-(latest|preview|us|\d\d|\d{4}))*$)/;

/** Parameters, besides the model and the messages, with values in which nothing can be wrong. */
const HARMLESS = /^((stream|enable_(thinking|search)) (true|false)|stream_options {|(temperature|top_p) (0\.\d*[1-9]|1)|max_tokens [1-9]\d*)$/;

/** Whether a request breaks no rule, and needs no cure, whatever each rule is to do. */
export function isPlain(operation: string, request: object | undefined, place: QwenOptions): boolean {
  if (operation === "chat") return isPlainChat(request as Chat, place);
  return operation !== "completions" && (!/^(documents|batches)/.test(operation) || hasDocuments(place));
}

/** Not every region has documents and batches. Nothing is known of a gateway. */
function hasDocuments({ baseURL, region }: QwenOptions): boolean {
  return baseURL == null ? /^(cn-)?beijing$/.test(region ?? "beijing") : !/\.aliyuncs\./.test(baseURL);
}

/** Callers without types may pass anything. */
interface Chat {
  model?: unknown;
  messages?: unknown;
}

function isPlainChat({ model, messages, ...parameters }: Chat, place: QwenOptions): boolean {
  const name = typeof model === "string" ? model : "";
  const reads = READER.test(name) && hasDocuments(place);
  return (reads || TALKERS.test(name)) && Object.entries(parameters).every((parameter) => isHarmless(parameter, reads)) && arePlain(messages, reads);
}

function isHarmless([name, value]: [string, unknown], reads: boolean): boolean {
  if (value === undefined) return true; // JSON does not tell it
  if (typeof value === "string" || (reads && name === "enable_search")) return false;
  return HARMLESS.test(`${name} ${typeof value === "object" ? value && !Array.isArray(value) && "{" : String(value)}`);
}

/** Texts of the user, the assistant and, but for documents, the system. */
function arePlain(messages: unknown, reads: boolean): boolean {
  const isFine = ({ role, content, reasoning_content, partial, audio }: Record<string, unknown>): boolean =>
    (role === "user" || role === "assistant" || (role === "system" && !reads)) && typeof content === "string" && content !== "" && reasoning_content === undefined && partial === undefined && audio === undefined;
  return Array.isArray(messages) && messages.every((message) => isFine(message ?? {})) && messages.some(({ role }) => role === "user");
}
