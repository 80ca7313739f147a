// What the rows have in common: what the service says, and where an answer can be cut.
import { answer, chunk, event } from "../../runtime/wire.mjs";

/**
 * Clocks under test, in ms. CLOCK begins when the head is there; LONG_CLOCK when the call begins, and on a busy machine a page takes its time for
 * the preflight and the connection. FAR is one that no row reaches.
 */
export const CLOCK = 300;
export const LONG_CLOCK = 1500;
export const FAR = 60_000;

/** The pieces of the answer, and the whole. Each character is three bytes. */
export const PIECES = ["租期", "为两年", "。"];
export const WHOLE = PIECES.join("");

/** The answer as events. */
export const EVENTS = answer(...PIECES);
export const ROLE = chunk({ content: "", role: "assistant" });
export const FIRST = chunk({ content: PIECES[0] });
export const FINISH = chunk({ content: "" }, "stop");
export { chunk, event };

/** The whole answer in few bytes, for networks that carry them one by one. */
export const SHORT = chunk({ content: WHOLE }, "stop") + event("[DONE]");

const TYPE = { "content-type": "text/event-stream;charset=UTF-8" };
export const JSON_TYPE = { "content-type": "application/json" };

/** The ways in which HTTP/1.1 says where a body ends. On a connection that is to be closed, Node 20 reports no error when it breaks. */
export const FRAMINGS = {
  "in chunks": {},
  "in chunks on a connection that is to be closed": { headers: { ...TYPE, connection: "close" } },
  "with a content-length": { headers: { ...TYPE, "content-length": String(Buffer.byteLength(EVENTS)) } },
  "until the connection closes": { framing: "close" },
};

/** An answer of these events; the events in one write. */
export function says(text, more) {
  return { body: [{ text }], ...more };
}

/** A refusal; pages see of the headers what CORS exposes. */
export function refuses(status, code, headers) {
  const body = { error: { message: "The service's sentence.", type: code, param: null, code }, request_id: "req-row" };
  return { status, headers: { ...JSON_TYPE, ...headers }, body: [{ text: JSON.stringify(body) }] };
}

/** The whole answer, in events, as an answer to a request. */
export const ANSWERS = says(EVENTS);

/** What a user has of a stream that ended well. */
export const COMPLETE = { state: "complete", text: WHOLE };

/** What a user has of a stream that was cut after this text. */
export function truncated(text) {
  return { state: "truncated", error: "TruncatedStreamError", code: "truncated_stream", text };
}

/** What a user has of a call that found nobody, or lost the connection before the head. */
export const UNREACHED = { error: "APIConnectionError", code: "connection_failed", text: "" };

/** What a user has of a call whose head took too long. */
export const LATE = { error: "APIConnectionTimeoutError", code: "connect_timeout", text: "" };

/** Firefox hands out the head of an answer with the first byte of its body: before that its `fetch` has brought nothing. */
export function inFirefox(expect, other) {
  return { ...expect, in: { Firefox: other } };
}

/** What a user has of a stream that was silent for too long. */
export function stalled(clock, text) {
  return { state: "stalled", error: "StallTimeoutError", code: `${clock}_timeout`, text };
}
