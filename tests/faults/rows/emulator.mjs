// The emulator's faults, one row a name: every error shape and body of the reference's sections 0 and 5, over a real socket.
import { CLOCK, COMPLETE as WHOLE_ANSWER, FAR, LATE, LONG_CLOCK, UNREACHED, inFirefox, stalled, truncated } from "./said.mjs";

/** How every answer of the emulator begins. */
const BEGINNING = "**Qwen emulator, not a model.** ";
/** Some of it, and not the whole: what came before a fault inside the answer. */
const SOME = { beginningOf: BEGINNING };
const COMPLETE = { ...WHOLE_ANSWER, text: { startsWith: BEGINNING } };

function row(kind, fault, what, script, options, expect) {
  return { name: `\`${fault}\`: ${what}`, kind, service: { emulator: { faults: [{ fault, times: "always", ...script }] } }, network: [{}], options, expect: { tries: 1, ...expect } };
}

function stream(fault, what, expect, options) {
  return row("stream", fault, what, {}, options, expect);
}

function stall(fault, what, clock, expect) {
  return stream(fault, what, expect, { timeout: { connect: LONG_CLOCK, firstToken: FAR, idle: FAR, reasoning: FAR, ...clock } });
}

export const emulated = {
  title: "The emulator's broken connections",
  rows: [
    stream("network-error", "`fetch` fails", UNREACHED),
    stall("stall-before-headers", "no head comes", {}, LATE),
    stall("stall-after-headers", "nothing comes after the head", { firstToken: CLOCK }, inFirefox(stalled("first_token", ""), LATE)),
    stall("stall", "nothing more comes between two events", { idle: CLOCK }, stalled("idle", SOME)),
    stall("stall-mid-event", "nothing more comes inside an event", { idle: CLOCK }, stalled("idle", SOME)),
    stall("keep-alives", "only comments and empty deltas come", { idle: CLOCK }, stalled("idle", SOME)),
    stream("truncate", "the body ends inside an event", truncated(SOME)),
    stream("truncate-between-events", "the body ends between two events", truncated(SOME)),
    stream("reset", "the connection breaks inside the answer", truncated({ startOf: BEGINNING })),
    stream("empty-body", "a body without a single byte", truncated("")),
    stream("no-done", "a finish reason and no [DONE]", COMPLETE),
    stream("done-without-finish", "[DONE] and no finish reason", COMPLETE),
    stream("slow-bytes", "one byte a read", COMPLETE),
  ],
};

const failed = { state: "error" };

export const bodies = {
  title: "Errors with status 200",
  rows: [
    stream("error-frame", "an error as an event", { ...failed, error: "APIError", code: "data_inspection_failed", text: SOME }),
    stream("flat-error-frame", "an error as an event, flat", { ...failed, error: "APIError", code: "InternalError.Timeout", text: SOME }),
    stream("error-finish", "an error as text with the finish reason `error_finish`", { ...failed, error: "APIError", code: "error_finish", text: SOME }),
    stream("named-error-event", "an error as an event of the type `error`", { ...failed, error: "APIError", code: "RequestTimeOut", text: SOME }),
    stream("invalid-json-event", "an event that is no JSON", { ...failed, error: "StreamDecodeError", code: "malformed_event", text: SOME }),
    stream("html-page", "a page instead of a stream", { ...failed, error: "StreamDecodeError", code: "unexpected_content_type", text: "" }),
    stream("json-error", "an error as JSON instead of a stream", { ...failed, error: "APIError", code: "internal_error", text: "" }),
    stream("wrong-content-type", "a stream that says it is something else", { ...failed, error: "StreamDecodeError", code: "unexpected_content_type", text: "" }),
    row("plain", "html-page", "a page instead of a plain answer", {}, {}, { error: "StreamDecodeError", code: "unexpected_content_type", text: "" }),
    row("plain", "json-error", "an error instead of a plain answer", {}, {}, { error: "APIError", code: "internal_error", text: "" }),
    row("plain", "wrong-content-type", "a plain answer that says it is something else", {}, {}, { text: COMPLETE.text }),
    row("plain", "truncate", "half of a plain answer's JSON", {}, {}, { error: "StreamDecodeError", code: "malformed_body", text: "" }),
    row("plain", "empty-body", "a plain answer without a body", {}, {}, { error: "StreamDecodeError", code: "malformed_body", text: "" }),
    row("plain", "partial-response", "half of a plain answer: the service ran out of time", {}, {}, { error: "TruncatedStreamError", code: "partial_response", text: "", partial: { startsWith: BEGINNING } }),
  ],
};

/** Fault, what it is, status, class, code (ours where the service said none), whether it is tried again, `kind` of a 429. */
const STATUSES = [
  ["invalid-api-key", "a wrong key", 401, "AuthenticationError", "invalid_api_key", false],
  ["arrearage", "an account in arrears", 400, "BadRequestError", "Arrearage", false],
  ["data-inspection-failed", "refused content", 400, "BadRequestError", "data_inspection_failed", false],
  ["access-denied", "no access", 403, "PermissionDeniedError", "access_denied", false],
  ["model-not-found", "no such model", 404, "NotFoundError", "model_not_found", false],
  ["empty-404", "no such path, and no body", 404, "NotFoundError", "http_404", false],
  ["conflict", "a conflict", 409, "ConflictError", "Conflict", true],
  ["request-timeout", "the request took too long", 408, "APIError", "http_408", true],
  ["limit-requests", "too many requests", 429, "RateLimitError", "limit_requests", true, "requests"],
  ["insufficient-quota", "too many tokens", 429, "RateLimitError", "insufficient_quota", true, "tokens"],
  ["limit-burst-rate", "too many more requests at once", 429, "RateLimitError", "limit_burst_rate", true, "burst"],
  ["billing-overdue", "an unpaid bill", 429, "RateLimitError", "PostpaidBillOverdue", false, "billing"],
  ["internal-error", "an internal error", 500, "InternalServerError", "internal_error", true],
  ["response-timeout", "the model took too long", 500, "InternalServerError", "RequestTimeOut", true],
  ["model-serving-error", "the model is too busy", 503, "InternalServerError", "ModelServingError", true],
  ["model-unavailable", "the model is unavailable", 503, "InternalServerError", "ModelUnavailable", true],
  ["html-502", "a proxy's page", 502, "InternalServerError", "http_502", true],
  ["status-as-event", "a refusal as one event", 429, "RateLimitError", "limit_requests", true, "requests"],
];

function refused([fault, what, status, error, code, again, kind]) {
  const expect = { error, status, code, kind, text: "", tries: again ? 2 : 1 };
  return row("stream", fault, what, { retryAfter: "0" }, { maxRetries: 1 }, status === 408 ? onUsedConnections(expect) : expect);
}

/** Chromium sends a request again by itself when a connection that was used before answers it with 408; whether it was is chance. */
function onUsedConnections(expect) {
  return { ...expect, in: { Chromium: { tries: [2, 3], retries: 1 } } };
}

export const refusals = {
  title: "The service's refusals",
  rows: [
    ...STATUSES.map(refused),
    row("stream", "file-parsing", "a document that is still being read is waited for", { times: 1 }, {}, { ...COMPLETE, tries: 2, retries: 0 }),
  ],
};
