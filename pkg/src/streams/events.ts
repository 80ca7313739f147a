/** Server-sent events of any response. */
import { usageError } from "../errors.js";
import { part } from "../part.js";
import { Lazy } from "./lazy.js";

/** One event as a browser's `EventSource` dispatches it. */
export interface ServerSentEvent {
  /** "message" by default. */
  event: string;
  /** The data lines, joined by LF. */
  data: string;
  /** The last event id at dispatch; "" if none. */
  id: string;
  /** The last valid `retry` since the event before, in milliseconds, or null. */
  retry: number | null;
}

/**
 * The server-sent events of a response, framed per the HTML standard, for `for await`. Any response will do, of any
 * service. `break` closes the connection.
 *
 * @throws {APIConnectionError} when the body breaks off.
 * @throws {StreamDecodeError} when one event outgrows 128 MiB.
 */
export function events(response: Response): AsyncIterableIterator<ServerSentEvent, undefined, undefined> {
  if (typeof response !== "object" || response === null || !("body" in response)) throw usageError("events() takes a Response.");
  if (response.bodyUsed || response.body?.locked) throw usageError("The response's body is being read already.");
  return new Lazy(
    async () => (await part(import("../late.js"))).framed(response),
    () => response.body?.cancel().catch(() => undefined),
  );
}
