import type { Chunking } from "./options.js";

/**
 * What the emulator will answer, as a value: handlers make one, `send.ts` makes a Response of it. Whatever is to happen
 * between the two (fault scripts) takes a Reply and returns another.
 */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** One text, sent at once; a list of events, sent at the pace of a stream; or nothing. */
  body: string | readonly string[] | null;
  /** True where the answer comes from before the service proper and lacks its headers (reference 0.19). */
  outside?: boolean;
  /** No head at all: `"refused"` rejects the fetch as a network error, `"never"` leaves it pending. */
  head?: "refused" | "never";
  /** Other reads than `EmulatorOptions.chunking` makes. */
  chunking?: Chunking;
  /** After the body: nothing for ever, a broken connection, or these events again and again. Default: its end. */
  after?: "stall" | "reset" | readonly string[];
}

export function jsonReply(status: number, body: object): Reply {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** A stream of chunks as the service frames it: `data: ` with one space, one line, and `[DONE]` at the end (reference 4.1). */
export function eventReply(chunks: readonly object[]): Reply {
  return {
    status: 200,
    headers: { "content-type": "text/event-stream;charset=UTF-8" },
    body: [...chunks.map((chunk) => JSON.stringify(chunk)), "[DONE]"].map(eventOf),
  };
}

/** One server-sent event as the service writes it. */
export function eventOf(data: string): string {
  return `data: ${data}\n\n`;
}

/** Unknown paths: 404 with an empty body (reference 0.19). */
export const unknownPath: Reply = { status: 404, headers: {}, body: null, outside: true };
