// What is tried again, how often, after how long; and what never is.
import { ANSWERS, CLOCK, COMPLETE, EVENTS, FIRST, FRAMINGS, JSON_TYPE, LATE, LONG_CLOCK, PIECES, ROLE, UNREACHED, inFirefox, refuses, says, stalled, truncated } from "./said.mjs";
import { uploaded } from "../../runtime/wire.mjs";

const FILE_ID = "file-fe-6e6503dbb28cf065b66a9e9f";
const UPLOADED = { headers: JSON_TYPE, body: [{ text: uploaded(FILE_ID, "lease.txt", 300_000) }] };

/** Retry-After, in seconds: nothing to wait for. */
const AT_ONCE = { "retry-after": "0" };

const ONCE = { maxRetries: 1 };
const RESET = { after: 0, then: "reset" };
const CUT = { after: 0, then: "close" };

function row(kind, name, answers, network, options, expect) {
  return { name, kind, service: { answers }, network, options, expect };
}

const again = { ...COMPLETE, tries: 2 };

function passing(name, network, answers = [ANSWERS]) {
  return row("stream", `${name}, then the answer`, answers, network, ONCE, again);
}

function never(name, status, code, error, headers) {
  return row("stream", name, [refuses(status, code, headers), ANSWERS], [{}], { maxRetries: 2 }, { error, status, code, text: "", tries: 1 });
}

const cutAfter = (after) => [{ after, then: "close", whenRead: true }, {}];

export const retries = {
  title: "Tried again, or not",
  rows: [
    passing("a connection is reset before the head", [RESET, {}]),
    passing("a connection is closed before the head", [CUT, {}]),
    passing("a connection is closed inside the head", [{ after: 12, then: "close" }, {}]),
    row("stream", "no head comes within `connect`, then the answer", [ANSWERS], [{ after: 0, then: "stall" }, {}], { ...ONCE, timeout: { connect: LONG_CLOCK } }, again),
    ...[408, 409, 429, 500, 502, 503, 504].map((status) => passing(`status ${status}`, [{}], [refuses(status, "passing", AT_ONCE), ANSWERS])),
    ...Object.entries(FRAMINGS).map(([how, framing]) => passing(`a body that comes ${how} is cut before its first event`, cutAfter("\r\n\r\n"), [{ ...ANSWERS, ...framing }])),
    passing("a body is cut inside its first event", [{ after: ROLE, less: 60, then: "close", whenRead: true }, {}]),
    passing("a body brings a comment and is cut", cutAfter(": hello\n\n"), [says(`: hello\n\n${EVENTS}`)]),
    passing("a body without a single byte", [{}], [says(""), ANSWERS]),
    row("stream", "a connection that is always reset is tried as often as `maxRetries` says", [ANSWERS], [RESET], { maxRetries: 2 }, { ...UNREACHED, tries: 3 }),
    row("stream", "a service that is always busy is asked as often as `maxRetries` says", [refuses(503, "busy", AT_ONCE)], [{}], { maxRetries: 2 }, { error: "InternalServerError", status: 503, code: "busy", text: "", tries: 3 }),
    row("stream", "a body that is always cut before its first event is asked for as often as `maxRetries` says", [ANSWERS], [{ after: "\r\n\r\n", then: "close", whenRead: true }], ONCE, { ...inFirefox(truncated(""), UNREACHED), tries: 2 }),
    row("stream", "a body that is cut after a piece of the answer is not asked for again", [ANSWERS], cutAfter(FIRST), { maxRetries: 2 }, { ...truncated(PIECES[0]), tries: 1 }),
    row("stream", "an answer that stalls is not asked for again", [ANSWERS], [{ after: FIRST, then: "stall" }, {}], { maxRetries: 2, timeout: { idle: CLOCK } }, { ...stalled("idle", PIECES[0]), tries: 1 }),
    never("status 400 is not tried again", 400, "invalid_parameter_error", "BadRequestError", AT_ONCE),
    never("status 401 is not tried again", 401, "invalid_api_key", "AuthenticationError", AT_ONCE),
    never("status 403 is not tried again", 403, "access_denied", "PermissionDeniedError", AT_ONCE),
    never("status 404 is not tried again", 404, "model_not_found", "NotFoundError", AT_ONCE),
    never("an unpaid bill is not tried again, though its status is 429", 429, "PostpaidBillOverdue", "RateLimitError", AT_ONCE),
  ],
};

const LONG_AGO = "Thu, 01 Jan 2015 00:00:00 GMT";
const FAR_OFF = "Fri, 01 Jan 2100 00:00:00 GMT";

function asked(name, value, options, expect) {
  return row("stream", name, [refuses(429, "limit_requests", value && { "retry-after": value }), ANSWERS], [{}], { maxRetries: 2, ...options }, expect);
}

const GIVEN_UP = { error: "RateLimitError", status: 429, code: "limit_requests", text: "", tries: 1 };

export const retryAfter = {
  title: "Retry-After",
  rows: [
    asked("Retry-After in seconds is waited for", "1", {}, { ...again, delay: 1000 }),
    asked("Retry-After with a date that has passed asks for no wait: the pause is our own", LONG_AGO, {}, again),
    asked("Retry-After that is longer than `maxRetryDelay` is given up at once, with the time", "120", {}, { ...GIVEN_UP, retryAfter: 120_000 }),
    asked("Retry-After that is longer than the caller's `maxRetryDelay` is given up at once", "2", { maxRetryDelay: 1000 }, { ...GIVEN_UP, retryAfter: 2000 }),
    asked("Retry-After with a date far off is given up at once, with the time", FAR_OFF, {}, { ...GIVEN_UP, retryAfter: { above: 60_000 } }),
    asked("no Retry-After", undefined, {}, again),
    { ...asked("the caller aborts while a retry is waited for", "30", {}, { error: "APIUserAbortError", code: "aborted", text: "", tries: 1, retries: 1 }), abortAfter: LONG_CLOCK },
  ],
};

function upload(name, answers, network, options, expect) {
  return row("upload", name, answers, network, { maxRetries: 2, ...options }, expect);
}

const DONE = { text: FILE_ID };

export const uploads = {
  title: "Uploads",
  rows: [
    upload("an upload", [UPLOADED], [{}], {}, { ...DONE, tries: 1 }),
    upload("an upload whose answer comes one byte at a time", [UPLOADED], [{ piece: 1, pause: 0 }], {}, { ...DONE, tries: 1 }),
    upload("an upload that was refused with status 429 is tried again", [refuses(429, "limit_requests", AT_ONCE), UPLOADED], [{}], {}, { ...DONE, tries: 2 }),
    upload("an upload that failed with status 500 may have arrived, and is not tried again", [refuses(500, "internal_error", AT_ONCE), UPLOADED], [{}], {}, { error: "InternalServerError", status: 500, code: "internal_error", text: "", tries: 1 }),
    upload("an upload whose connection breaks before the answer may have arrived, and is not tried again", [UPLOADED], [RESET, {}], {}, { ...UNREACHED, tries: 1 }),
    upload("an upload whose connection breaks in the middle is not tried again", [UPLOADED], [{ sent: 100_000, then: "reset" }, {}], {}, { ...UNREACHED, tries: 1 }),
    upload("an upload that is never answered ends by `connect`", [UPLOADED], [{ after: 0, then: "stall" }, {}], { timeout: { connect: LONG_CLOCK } }, { ...LATE, tries: 1 }),
  ],
};
