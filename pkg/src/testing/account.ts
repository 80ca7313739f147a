import { unauthorized } from "./errors.js";
import type { Settings } from "./options.js";

const ANY_KEY = /^s[kt]-./;
// Words between dashes: the hex digits of an ordinary key may spell "bad".
const OBVIOUSLY_BAD = /-(?:bad|wrong|invalid|expired)(?:-|$)/i;

/** The account that a request belongs to: its API key. Throws the service's 401 for a missing or refused key. */
export function accountOf(headers: Headers, settings: Settings): string {
  const key = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (key === undefined || !accepted(key, settings)) throw unauthorized();
  return key;
}

function accepted(key: string, { keys }: Settings): boolean {
  return keys ? keys.includes(key) : ANY_KEY.test(key) && !OBVIOUSLY_BAD.test(key);
}
