/** How a request is sent, as the core decides: see src/preflight. Large texts are not copied: messages that change are made anew around them. */
import type { Core } from "#core";
import { Lease } from "./core/instance.js";
import { toError, usageError } from "./errors.js";
import type { QwenOptions, RequestOptions } from "./options.js";
import type { Preflight, PreflightRule } from "./types/preflight.js";

/** As `cure` of src/preflight/decide.rs. */
const enum Cure {
  Fold = 1,
  History = 2,
  Json = 4,
  Role = 8,
  NoThinking = 16,
}

/** Options of a call whose method means by itself what `rule` would cure: it is cured, whatever the other rules do. */
export function meaning(rule: PreflightRule, { preflight, ...options }: RequestOptions): RequestOptions & { meant: PreflightRule } {
  const rules = typeof preflight === "object" ? preflight : { default: preflight };
  return { ...options, preflight: { [rule]: "fix", ...rules }, meant: rule };
}

/** A request as it is sent. */
export interface Planned {
  json: object | undefined;
  /** Whether a stream is asked for, where the caller wants the whole answer. */
  folds: boolean;
  /** Rules that would have refused it. */
  cured: PreflightRule[];
}

/** Asks the core about a request. Throws a PreflightError for one that the service would refuse. */
export function plan(api: Core, operation: string, json: object | undefined, options: QwenOptions, own: Preflight | undefined): Planned {
  const { preflight } = options;
  // Callers without types may pass anything: a URL, for one. What is no text would tear the core out of its work.
  const [baseURL, region, workspace] = [options.baseURL, options.region, options.workspace].map((place?: unknown) => (place == null ? undefined : String(place)));
  // What is no object speaks for all rules.
  const rules = typeof own === "object" || own === undefined ? { ...actions(preflight), ...actions(own) } : actions(own);
  let decided: [number, PreflightRule[]];
  try {
    decided = new Lease().run(api, () => api.preflight(operation, json ?? {}, rules, baseURL, region, workspace)) as [number, PreflightRule[]];
  } catch (thrown) {
    throw toError(thrown);
  }
  const [cures, cured] = decided;
  return { json: json && cures ? changed(json, cures) : json, folds: (cures & Cure.Fold) !== 0, cured };
}

/** An option as what each rule does. */
function actions(preflight: Preflight | undefined): object {
  if (preflight === undefined || preflight === null) return {};
  const wrong = (action: unknown): boolean => typeof action !== "boolean" && action !== "fix" && action !== undefined;
  const set = typeof preflight === "object" ? Object.fromEntries(Object.entries(preflight).filter(([, action]) => action !== undefined)) : undefined;
  if (Object.values(set ?? [preflight]).some(wrong)) throw usageError('`preflight` is true, false, "fix", or an object that says so of single rules.');
  return set ?? { default: preflight };
}

interface Message {
  role?: unknown;
  content?: unknown;
  reasoning_content?: unknown;
}

/** The request with its cures; the caller's objects stay as they are. */
function changed(json: object, cures: number): object {
  const request: { messages?: Message[]; stream_options?: object | null } & Record<string, unknown> = { ...json };
  if (cures & Cure.Fold) Object.assign(request, { stream: true, stream_options: { ...request.stream_options, include_usage: true } });
  if (cures & Cure.NoThinking) request["enable_thinking"] = false;
  if (cures & (Cure.History | Cure.Role) && request.messages) request.messages = request.messages.map((message) => sent(message, cures));
  if (cures & Cure.Json) request.messages = askingForJson(request.messages ?? []);
  return request;
}

function sent(message: Message, cures: number): Message {
  if (cures & Cure.Role && message?.role === "developer") return { ...message, role: "system" };
  if (!(cures & Cure.History) || message?.role !== "assistant" || !("reasoning_content" in message)) return message;
  const { reasoning_content: _, ...rest } = message;
  return rest;
}

const ASK = "Answer in JSON.";

/** The first system message is the role: documents, which come after it, and cached texts stay as they are. */
function askingForJson(messages: Message[]): Message[] {
  const [first, ...rest] = messages;
  const { role, content } = first ?? {};
  if (role === "system" && Array.isArray(content)) return [{ ...first, content: [...content, { type: "text", text: ASK }] }, ...rest];
  if (role === "system" && typeof content === "string" && !content.startsWith("fileid://")) return [{ ...first, content: `${content}\n\n${ASK}` }, ...rest];
  return [{ role: "system", content: ASK }, ...messages];
}
