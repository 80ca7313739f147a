/** How a request is sent, as the core decides: see src/preflight. Large texts are not copied: messages that change are made anew around them. */
import { late } from "#late";
import { Lease } from "../core/instance.js";
import { toError } from "../errors.js";
import type { QwenOptions } from "../options.js";
import type { PreflightRule } from "../types/preflight.js";

/** As `cure` of src/preflight/decide.rs. */
const enum Cure {
  Fold = 1,
  History = 2,
  Json = 4,
  Role = 8,
  NoThinking = 16,
  Sound = 32,
}

/** A request as it is sent. */
export interface Planned {
  json: object | undefined;
  /** Whether a stream is asked for, where the caller wants the whole answer. */
  folds: boolean;
  /** Rules that would have refused it. */
  cured: PreflightRule[];
}

/** Asks the core about a request; `rules`: {@link rulesOf}. Throws a PreflightError for one that the service would refuse. */
export async function plan(operation: string, json: object | undefined, options: QwenOptions, rules: object): Promise<Planned> {
  const { baseUrl, region, workspace } = placeOf(options);
  const api = await late();
  let decided: [number, PreflightRule[]];
  try {
    decided = new Lease().run(api, () => api.preflight(operation, json ?? {}, rules, baseUrl, region, workspace)) as [number, PreflightRule[]];
  } catch (thrown) {
    throw toError(thrown);
  }
  const [cures, cured] = decided;
  return { json: json && cures ? changed(json, cures) : json, folds: (cures & Cure.Fold) !== 0, cured };
}

/** Where a call goes. Callers without types may pass anything: a URL, for one. What is no text would tear the core out of its work. */
function placeOf({ baseURL, region, workspace }: QwenOptions): { baseUrl: string | undefined; region: string | undefined; workspace: string | undefined } {
  const text = (place: unknown): string | undefined => (place == null ? undefined : String(place));
  return { baseUrl: text(baseURL), region: text(region), workspace: text(workspace) };
}

interface Message {
  role?: unknown;
  content?: unknown;
  reasoning_content?: unknown;
  audio?: { transcript?: unknown } | null;
}

/** The request with its cures; the caller's objects stay as they are. */
function changed(json: object, cures: number): object {
  const request: { messages?: Message[]; stream_options?: object | null } & Record<string, unknown> = { ...json };
  if (cures & Cure.Fold) Object.assign(request, { stream: true, stream_options: { ...request.stream_options, include_usage: true } });
  if (cures & Cure.NoThinking) request["enable_thinking"] = false;
  if (cures & (Cure.History | Cure.Role | Cure.Sound) && request.messages) request.messages = request.messages.map((message) => sent(message, cures));
  if (cures & Cure.Json) request.messages = askingForJson(request.messages ?? []);
  return request;
}

function sent(message: Message, cures: number): Message {
  if (cures & Cure.Role && message?.role === "developer") return { ...message, role: "system" };
  if (message?.role !== "assistant") return message;
  const kept = { ...message };
  if (cures & Cure.History) delete kept.reasoning_content;
  if (cures & Cure.Sound && message.audio) {
    delete kept.audio;
    kept.content = message.content || message.audio.transcript || message.content;
  }
  return kept;
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
