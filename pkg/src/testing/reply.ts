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
}

export function jsonReply(status: number, body: object): Reply {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** A stream of chunks as the service frames it: `data: ` with one space, one line, and `[DONE]` at the end (reference 4.1). */
export function eventReply(chunks: readonly object[]): Reply {
  return {
    status: 200,
    headers: { "content-type": "text/event-stream;charset=UTF-8" },
    body: [...chunks.map((chunk) => JSON.stringify(chunk)), "[DONE]"].map((data) => `data: ${data}\n\n`),
  };
}

/** Unknown paths: 404 with an empty body (reference 0.19). */
export const unknownPath: Reply = { status: 404, headers: {}, body: null, outside: true };
