/**
 * Every fault, by what is then on the wire, and what a client should make of it.
 *
 * Where it can happen, and so what it waits for, stands in front: *any* answer, one of *chat* (or of `/completions`), only a
 * *streamed* or a *plain* (not streamed) one of these, or that to the creation of a batch.
 */
export type FaultName =
  // The connection. Any answer.
  /**
   * `fetch` rejects with a TypeError and the service has done nothing. A client: tries again. In process only: a server
   * around the emulator fails in its own way (`qwen-edge/node` answers 500).
   */
  | "network-error"
  /** The request is carried out, and `fetch` never settles. A client: gives up by its own clock. */
  | "stall-before-headers"
  /** The head arrives, and no byte of the body ever. A client: gives up by its own clock. */
  | "stall-after-headers"
  /** The body ends in order, without a byte. A client: an error, no empty answer. */
  | "empty-body"
  /** The body ends in order, in the middle of an event or of the JSON (reference 5.3.4). A client: an error with what it has. */
  | "truncate"
  /** The same, but the body errors there, with a TypeError: the connection broke. A client: an error with what it has. */
  | "reset"
  /** Nothing is wrong, but every read gives one byte (in process: sockets join them). A client: the whole answer. */
  | "slow-bytes"

  // The course of a stream (reference 4.1, 5.3.4). Streamed answers of chat; `afterEvents` says where.
  /** Nothing comes any more after whole events; the body stays open. A client: gives up by its own clock. */
  | "stall"
  /** Nothing comes any more after half an event. A client: gives up by its own clock. */
  | "stall-mid-event"
  /** Comments and empty deltas in turns, for ever, 20 ms apart or `pace.chunkMs` if that is more. A client: gives up, since nothing is said. */
  | "keep-alives"
  /** The body ends in order between two events: no finish reason, no `[DONE]`. A client: an error with what it has. */
  | "truncate-between-events"
  /** All but `[DONE]`. A client: the whole answer. */
  | "no-done"
  /** `[DONE]`, but no chunk with a finish reason. A client: the whole answer, since a cut cannot forge `[DONE]`. */
  | "done-without-finish"

  // Errors inside a stream with status 200 (reference 0.3, 5.3). Streamed answers of chat; `afterEvents` says where.
  /** An event `{"error":{…}}` after some text, as output moderation sends it; the body ends. A client: that error. */
  | "error-frame"
  /** An event `{"code","message","request_id"}`; the body ends. A client: that error. */
  | "flat-error-frame"
  /** A chunk whose content is an error's text, with `finish_reason: "error_finish"`; then `[DONE]`. A client: an error, and that text is no answer. */
  | "error-finish"
  /** `event:error` and flat data, as the native protocol has it (reference 4.6); the body ends. A client: that error. */
  | "named-error-event"
  /** The data of one event is half of its JSON; the others follow. A client: an error, since text is lost. */
  | "invalid-json-event"

  // Status 200 with another body than was asked for (reference 0.18).
  /** Any: a proxy's page, `text/html`. A client: an error. */
  | "html-page"
  /** Any: `{"error":{…}}` as JSON. A client: that error. */
  | "json-error"
  /** Any: the answer, announced as `application/octet-stream`. A client: an error, if it streams. */
  | "wrong-content-type"
  /** Plain: half of the text, `finish_reason: null`, the header `x-dashscope-partialresponse: true`. A client: an error with what it has. */
  | "partial-response"

  // What a model does wrong (reference 0.7). Answers of chat that call tools: others are none the worse, and it waits.
  /** The arguments of the last call end with one `}` too many. A client: the call, with arguments that can be read, or an error; no crash. */
  | "trailing-brace"
  /**
   * The calls stand as text, `<tool_call>…</tool_call>`, in `reasoning_content`; the content is empty, the finish reason `stop`.
   * A client: an answer without calls, and nothing is called.
   */
  | "leaked-call"

  // The course of a batch (reference 16.2). The answer to its creation.
  /**
   * The batch is made, answers half of its lines, and is `expired` when it would be done: an output file, and the other half
   * in the error file. A client: an end like another, with what there is. (A batch that fails has a bad line.)
   */
  | "batch-expired"

  // Refusals: a status from 400 on (reference 5.1, 5.2, 5.4), before the service has done anything. Any answer, but those
  // that say *chat* or *streamed*. A streaming call gets a 400 as one event, all others as JSON. `retryAfter` and
  // `retryAfterMs` add the headers that the service itself does not send (reference 0.24).
  /** 401 `invalid_api_key`. A client: tells the user. */
  | "invalid-api-key"
  /** 400 `Arrearage`: the account has debts. A client: tells the user. */
  | "arrearage"
  /** Chat: 400 `data_inspection_failed`: the prompt was moderated. A client: tells the user. */
  | "data-inspection-failed"
  /** 403 `access_denied`. A client: tells the user. */
  | "access-denied"
  /** Chat: 404 `model_not_found`, for whatever model was asked. A client: tells the user. */
  | "model-not-found"
  /** 404 without a body, as for unknown paths (reference 0.19). A client: an error, whatever its JSON parser says. */
  | "empty-404"
  /** 409 `Conflict`. A client: tries again, if that is safe. */
  | "conflict"
  /** 408 of a proxy, plain text. A client: tries again, if that is safe. */
  | "request-timeout"
  /** 429 `limit_requests`: requests per minute. A client: waits and tries again. */
  | "limit-requests"
  /** 429 `insufficient_quota`: tokens per minute, whatever its text says. A client: waits and tries again. */
  | "insufficient-quota"
  /**
   * 429 `limit_burst_rate`: too many more than before. A client: waits and tries again. A call with `X-DashScope-Wait-Timeout`
   * waits 20 ms in the service instead, and is answered (reference 1.5).
   */
  | "limit-burst-rate"
  /** 429 `PostpaidBillOverdue`: no waiting helps. A client: tells the user. */
  | "billing-overdue"
  /** 500 `internal_error`. A client: tries again. */
  | "internal-error"
  /** Chat: 500 `RequestTimeOut`. A client: tries again, and streams. */
  | "response-timeout"
  /** Chat: 503 `ModelServingError`: the service has no capacity. A client: waits and tries again. */
  | "model-serving-error"
  /** Chat: 503 `ModelUnavailable`. A client: waits and tries again. */
  | "model-unavailable"
  /** 502 of a proxy, a page. A client: tries again, and shows no HTML. */
  | "html-502"
  /** Chat: 400 `File parsing in progress` (reference 7.4). A client: waits and tries again. */
  | "file-parsing"
  /** Streamed: 429 `limit_requests` whose body is one event (reference 5.2). A client: reads it as that error. */
  | "status-as-event";

/** A fault and when it happens. Plain JSON, so that it can be sent to an emulator behind a socket. */
export interface ScriptedFault {
  /** What goes wrong. */
  fault: FaultName;
  /** To how many answers it happens. Default 1. */
  times?: number | "always";
  /** Only to requests whose path ends so: `"/chat/completions"`, `"/files"`. Default: every path. */
  path?: string;
  /**
   * For faults inside a stream: how many events of the answer come first, at most those before its finish reason. The
   * first is the role, texts follow. Default 2. Without effect on a plain body: it is halved.
   */
  afterEvents?: number;
  /** For refusals: the value of a `retry-after` header, seconds or a date. Default: no such header. */
  retryAfter?: string;
  /** For refusals: the value of a `retry-after-ms` header. Default: no such header. */
  retryAfterMs?: string;
}
