import type { Call } from "../call.js";
import { isObject } from "../chat/json.js";

/** A call of chat or `/completions` that streams, one that does not, the creation of a batch, or another call. */
export type Kind = "streamed" | "plain" | "batch" | "other";

/** The answers that a fault can happen to. */
export type Target = "any" | "chat" | Exclude<Kind, "other">;

export function kindOf(call: Call): Kind {
  if (call.method === "POST" && call.url.pathname.endsWith("/batches")) return "batch";
  if (!call.url.pathname.endsWith("/completions")) return "other";
  return fieldOf(call, "stream") === true ? "streamed" : "plain";
}

/** Whether a fault that happens to `on` can happen to the answer to this call. */
export function fits(on: Target, call: Call): boolean {
  if (on === "any") return true;
  const kind = kindOf(call);
  return on === "chat" ? kind === "streamed" || kind === "plain" : kind === on;
}

/** A field of the request's JSON; undefined where it has none. The handlers refuse bodies that are no JSON. */
export function fieldOf(call: Call, name: string): unknown {
  try {
    const body: unknown = JSON.parse(call.body.text);
    return isObject(body) ? body[name] : undefined;
  } catch {
    return undefined;
  }
}
