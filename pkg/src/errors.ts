/**
 * The errors, by blame. Every one is a {@link QwenError} with a stable `code`; `X.isInstance(value)` also knows errors of
 * another copy of this package. No error holds a prompt, a document, an answer's text in its message, or a key.
 */
import type { Batch, BatchInputError } from "./types/batches.js";
import type { ChatCompletion } from "./types/chat.js";
import type { Completion } from "./types/completions.js";
import type { DocumentPhase } from "./types/documents.js";
import type { PreflightRule } from "./types/preflight.js";

const brand = Symbol.for("qwen-edge.error");

/** What the core knows of a failure; see `Details` in src/error.rs. */
export interface Failure {
  kind: "usage" | "preflight" | "aborted" | "api" | "document" | "decode" | "connection" | "timeout" | "stalled" | "truncated";
  message: string;
  code?: string | number;
  status?: number;
  type?: string;
  param?: string;
  requestId?: string;
  fileId?: string;
  phase?: DocumentPhase;
  throttle?: Throttle;
  retryAfter?: number;
  cause?: unknown;
  headers?: Headers;
  rule?: string;
  fix?: string;
}

/**
 * Which of its limits the service found exceeded: "burst", the rate rose too quickly; "requests" or "tokens" per minute;
 * "billing", the bill is not paid, which no waiting cures.
 */
export type Throttle = "burst" | "requests" | "tokens" | "billing";

/** The base of all errors of this package. Thrown itself for calls that make no sense (`code: "invalid_argument"`). */
export class QwenError extends Error {
  /** The class's name, kept apart from minifiers. */
  static readonly className: string = "QwenError";
  /** For programs: stable, or what the service sent as `code`; "http_404" and the like, or "service_error" within a stream, where it sent none. */
  readonly code: string | number | null;

  /** @internal */
  constructor(failure: Pick<Failure, "message" | "code"> & { cause?: unknown }) {
    super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause });
    this.code = failure.code ?? null;
    Object.defineProperty(this, "name", { value: (this.constructor as typeof QwenError).className, configurable: true });
  }

  /** Whether `value` is an error of this class, also one that another copy of the package made. */
  static isInstance<T extends abstract new (...parameters: never[]) => QwenError>(this: T, value: unknown): value is InstanceType<T> {
    if (value instanceof this) return true;
    const names: unknown = typeof value === "object" && value !== null ? Reflect.get(value, brand) : undefined;
    return Array.isArray(names) && names.includes((this as unknown as typeof QwenError).className);
  }

  /** @internal The names of the class and its ancestors. */
  get [brand](): string[] {
    const names: string[] = [];
    for (let type = this.constructor as typeof QwenError; type.className; type = Object.getPrototypeOf(type) as typeof QwenError) names.push(type.className);
    return names;
  }
}

/** The service answered with an error, or its answer did not come. Fields that are not known are undefined or null. */
export class APIError extends QwenError {
  static override readonly className: string = "APIError";
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined;
  /** The service's `type`. */
  readonly type: string | null;
  /** The request field that the service names. */
  readonly param: string | null;
  /** For the service's support: the `x-request-id` header. */
  readonly requestId: string | null;
  /** The answer's headers. */
  readonly headers: Headers | undefined;
  /** Milliseconds that the service asks to wait before the next try; null where it asks for nothing. */
  readonly retryAfter: number | null;

  /** @internal */
  constructor(failure: Failure) {
    super(failure);
    this.status = failure.status;
    this.type = failure.type ?? null;
    this.param = failure.param ?? null;
    this.requestId = failure.requestId ?? null;
    this.headers = failure.headers;
    this.retryAfter = failure.retryAfter ?? null;
  }
}

/** 400: the request is wrong. */
export class BadRequestError extends APIError {
  static override readonly className = "BadRequestError";
}
/** 401: the key is missing, wrong, or of another region (a key works only in its own: reference 1.2). */
export class AuthenticationError extends APIError {
  static override readonly className = "AuthenticationError";
}
/** 403: the key may not do this. */
export class PermissionDeniedError extends APIError {
  static override readonly className = "PermissionDeniedError";
}
/** 404: no such model, file or path. */
export class NotFoundError extends APIError {
  static override readonly className = "NotFoundError";
}
/** 409 */
export class ConflictError extends APIError {
  static override readonly className = "ConflictError";
}
/** 422 */
export class UnprocessableEntityError extends APIError {
  static override readonly className = "UnprocessableEntityError";
}
/** 429: too much at once. `insufficient_quota` here means tokens per minute and passes by itself. */
export class RateLimitError extends APIError {
  static override readonly className = "RateLimitError";
  /** Which limit; null where the service did not answer with status 429. */
  readonly kind: Throttle | null;

  /** @internal */
  constructor(failure: Failure) {
    super(failure);
    this.kind = failure.throttle ?? null;
  }
}
/** 5xx: the service's fault. */
export class InternalServerError extends APIError {
  static override readonly className = "InternalServerError";
}
/** No answer came; `cause` has the reason. Or a part of this package that the call needs did not (`code: "part_not_loaded"`). */
export class APIConnectionError extends APIError {
  static override readonly className: string = "APIConnectionError";
}
/** No answer came within `timeout.connect`, or the call took longer than `timeout.total` (`code: "total_timeout"`). */
export class APIConnectionTimeoutError extends APIConnectionError {
  static override readonly className: string = "APIConnectionTimeoutError";
}
/** The caller aborted; `cause` is the signal's reason, whatever that was. */
export class APIUserAbortError extends APIError {
  static override readonly className = "APIUserAbortError";
}
/** What had arrived of an answer that did not end well. Apart from the errors: printing one must not print the model's text. */
const partials = new WeakMap<object, () => ChatCompletion>();

/** The answer of a stream that gave none. */
function nothing(): ChatCompletion {
  return { id: "", object: "chat.completion", created: 0, model: "", choices: [] };
}

/**
 * Nothing meaningful came for too long: `code` is "first_token_timeout", "idle_timeout", "reasoning_timeout" or
 * "total_timeout", by the clock of `timeout` that ran out. The connection is closed.
 */
export class StallTimeoutError extends APIConnectionTimeoutError {
  static override readonly className: string = "StallTimeoutError";

  /** @internal */
  constructor(failure: Failure, partial: () => ChatCompletion = nothing) {
    super(failure);
    partials.set(this, partial);
  }

  /**
   * The answer so far, its usage where the service has told it. Of a stream of `qwen.completions.create` it is a
   * {@link Completion}, whatever this type says: its text is `(error.partial as unknown as Completion).choices[0]?.text`.
   */
  get partial(): ChatCompletion {
    return (partials.get(this) ?? nothing)();
  }
}
/**
 * A request that the service would refuse, caught before it is sent: nothing has been asked, no token is spent.
 * `message` says what was expected and what was found, `code` is "preflight". The option `preflight` switches rules off.
 */
export class PreflightError extends QwenError {
  static override readonly className = "PreflightError";
  /** The rule that found it. */
  readonly rule: PreflightRule;
  /** What to do. */
  readonly fix: string;

  /** @internal */
  constructor(failure: Pick<Failure, "message" | "code" | "rule" | "fix">) {
    super(failure);
    this.rule = failure.rule as PreflightRule;
    this.fix = failure.fix ?? "";
  }
}
/** Bytes came that are no answer: broken JSON, a web page, more than a limit allows (`code` names it). */
export class StreamDecodeError extends APIError {
  static override readonly className = "StreamDecodeError";
}

/**
 * The answer ended before the model had finished: a stream without a finish reason, or a plain answer for which the
 * service ran out of time (`code: "partial_response"`). What did arrive is in {@link partial}. Also results of a batch that
 * were cut: within a line (`code: "truncated_results"`), or between two ("results_missing").
 */
export class TruncatedStreamError extends APIError {
  static override readonly className = "TruncatedStreamError";

  /** @internal */
  constructor(failure: Failure, partial: () => ChatCompletion = nothing) {
    super(failure);
    partials.set(this, partial);
  }

  /**
   * The answer so far, its usage where the service has told it. Of a stream of `qwen.completions.create` it is a
   * {@link Completion}, whatever this type says: its text is `(error.partial as unknown as Completion).choices[0]?.text`.
   */
  get partial(): ChatCompletion {
    return (partials.get(this) ?? nothing)();
  }
}

/** A document could not be used (reference 7.5): `message` says why, `phase` how far it came. */
export class DocumentError extends APIError {
  static override readonly className = "DocumentError";
  /** The uploaded file, if it came so far. */
  readonly fileId: string | null;
  /** "upload": on its way up; "parse": while the service read it; "answer": when an answer needed it. */
  readonly phase: DocumentPhase;

  readonly #failure: Failure;

  /** @internal */
  constructor(failure: Failure) {
    super(failure);
    this.#failure = failure;
    this.fileId = failure.fileId ?? null;
    this.phase = failure.phase ?? "answer";
  }

  /** @internal The same error, about this file. */
  about(fileId: string): DocumentError {
    return new DocumentError({ ...this.#failure, fileId });
  }
}

/**
 * A batch could not be made, or did not come to its end (reference 16). `code` is "batch_failed" where the service has
 * refused its input (see `errors`), "batch_timeout" where a wait was given up, "batch_underway" where results were wanted
 * too early; for input that was refused before it was sent, the rule's name, such as "duplicate_custom_id"; for a batch that
 * could not be created of an uploaded file, the code of `cause`.
 */
export class BatchError extends APIError {
  static override readonly className = "BatchError";
  /** The batch as it was last seen; null where there is none. */
  readonly batch: Batch | null;
  /** What the service found wrong with the input, by line. */
  readonly errors: readonly BatchInputError[];
  /** The input file, where it is uploaded. It is kept: `create({ input_file_id })` tries again without another upload. */
  readonly fileId: string | null;
  /** The line of the input that is at fault, from 1, and its `custom_id`. */
  readonly line: number | null;
  readonly customId: string | null;

  /** @internal */
  constructor(failure: Omit<Failure, "kind"> & { batch?: Batch; line?: number; customId?: string }) {
    super(failure as Failure);
    this.batch = failure.batch ?? null;
    this.errors = failure.batch?.errors?.data ?? [];
    this.fileId = failure.fileId ?? failure.batch?.input_file_id ?? null;
    this.line = failure.line ?? null;
    this.customId = failure.customId ?? null;
  }
}

const byStatus: Record<number, new (failure: Failure) => APIError> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

/** @internal Makes the public error of what the core rejected with. What is none of the core's passes unchanged. */
export function toError(thrown: unknown, partial?: () => ChatCompletion): unknown {
  if (thrown instanceof Error || typeof thrown !== "object" || thrown === null || !("kind" in thrown)) return thrown;
  const failure = thrown as Failure;
  switch (failure.kind) {
    case "usage":
      return new QwenError(failure);
    case "preflight":
      return new PreflightError(failure);
    case "aborted":
      return new APIUserAbortError(failure);
    case "document":
      return new DocumentError(failure);
    case "decode":
      return new StreamDecodeError(failure);
    case "connection":
      return new APIConnectionError(failure);
    case "timeout":
      return new APIConnectionTimeoutError(failure);
    case "stalled":
      return new StallTimeoutError(failure, partial);
    case "truncated":
      return new TruncatedStreamError(failure, partial);
    case "api": {
      const status = failure.status ?? 0;
      failure.code ??= status ? `http_${status}` : "service_error";
      return new (byStatus[status] ?? (status >= 500 ? InternalServerError : APIError))(failure);
    }
    default:
      return thrown;
  }
}

/** @internal The caller has aborted, for this reason. */
export function abortedError(cause: unknown): APIUserAbortError {
  return new APIUserAbortError({ kind: "aborted", code: "aborted", message: "The call was aborted.", cause });
}

/** @internal A call that makes no sense. */
export function usageError(message: string, code = "invalid_argument"): QwenError {
  return new QwenError({ message, code });
}
