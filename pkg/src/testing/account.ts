import type { Call } from "./call.js";
import { unauthorized } from "./errors.js";
import type { KeyInRegion } from "./options.js";

const ANY_KEY = /^s[kt]-./;
// Words between dashes: the hex digits of an ordinary key may spell "bad".
const OBVIOUSLY_BAD = /-(?:bad|wrong|invalid|expired)(?:-|$)/i;

/** The account that a request belongs to: its API key. Throws the service's 401 for a missing or refused key. */
export function accountOf(call: Call): string {
  const key = keyOf(call);
  if (key === null) throw unauthorized();
  return key;
}

/** The key of a request, or the one that its temporary key stands for (reference 1.3); null for none that is accepted. */
export function keyOf(call: Call): string | null {
  const given = /^Bearer +(\S+)$/i.exec(call.headers.get("authorization") ?? "")?.[1];
  const key = given === undefined ? null : call.tokens.keyOf(given);
  return key !== null && accepted(key, call) ? key : null;
}

/** A key works in its own region only (reference 1.2). */
function accepted(key: string, { settings: { keys }, region }: Call): boolean {
  if (!keys) return ANY_KEY.test(key) && !OBVIOUSLY_BAD.test(key);
  return keys.some((entry) => (isBound(entry) ? entry.key === key && entry.region === region : entry === key));
}

function isBound(entry: string | KeyInRegion): entry is KeyInRegion {
  return typeof entry === "object";
}
