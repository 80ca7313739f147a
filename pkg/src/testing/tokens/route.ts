import { keyOf } from "../account.js";
import type { Call } from "../call.js";
import { nativeError } from "../errors.js";
import { type Reply, jsonReply } from "../reply.js";

/** Seconds that a temporary key can be valid (reference 1.3). */
const LEAST = 1;
const MOST = 1800;
const USUAL = 60;

/** `POST {host}/api/v1/tokens?expire_in_seconds=`: the native protocol, so its errors have no wrapper (reference 1.3). */
export function issueToken(call: Call): Reply {
  const key = keyOf(call);
  if (key === null) throw nativeError(401, "InvalidApiKey", "Invalid API-key provided.");
  if (call.method !== "POST") throw nativeError(400, "InvalidParameter", `Request method '${call.method}' is not supported.`);
  return jsonReply(200, call.tokens.issue(key, secondsOf(call.url.searchParams.get("expire_in_seconds"))));
}

/** The text of this error is the emulator's own. */
function secondsOf(value: string | null): number {
  const seconds = value === null ? USUAL : Number(value);
  if (value !== "" && Number.isInteger(seconds) && seconds >= LEAST && seconds <= MOST) return seconds;
  throw nativeError(400, "InvalidParameter", `Range of expire_in_seconds should be [${LEAST}, ${MOST}]`);
}
