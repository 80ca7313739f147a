/** Asks for a temporary key: see `Tokens`. */
import type { Connection } from "./connection.js";
import { usageError } from "./errors.js";
import type { RequestOptions } from "./options.js";
import type { Answered } from "./promise.js";
import type { TemporaryKey, TokenCreateParams } from "./tokens.js";

/** The key, as the service makes it. */
export async function temporaryKey(connection: Connection, params: TokenCreateParams, options: RequestOptions): Promise<Answered<TemporaryKey>> {
  const { expire_in_seconds: seconds } = params ?? {};
  if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= 1 && seconds <= 1800)) {
    throw usageError("`expire_in_seconds` is a whole number of seconds from 1 to 1800.");
  }
  return connection.answered<TemporaryKey>({ ...options, operation: "tokens.create", query: { expire_in_seconds: seconds } });
}
