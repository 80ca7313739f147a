/** Carries calls to the core: what only JavaScript may hold (the key, the body, the signal) stands here. */
import { core } from "#core";
import { Abort } from "./abort.js";
import { abortedError, QwenError, toError, usageError } from "./errors.js";
import { Io } from "./io.js";
import type { LogLevel, Logger, QwenOptions, RequestOptions } from "./options.js";
import { APIPromise, type Answered } from "./promise.js";

/** What is asked of the service; names as in `Operation` of src/call/target.rs. */
export type Operation = "chat" | "documents.upload" | "files.create" | "files.list" | "files.retrieve" | "files.delete" | "files.content";

/** One call. */
export interface Call extends RequestOptions {
  operation: Operation;
  id?: string;
  query?: object;
  /** Sent as JSON. */
  json?: object;
  form?: FormData;
  streaming?: boolean;
  parsingTimeout?: number | undefined;
  /** Told that the service is reading a file: how often so far, milliseconds since the call began. */
  onParsing?: (attempt: number, elapsed: number) => void;
}

const MINUTES = 60_000;
const LEVELS: readonly LogLevel[] = ["off", "error", "warn", "info", "debug"];

/** A client's way to the service. */
export class Connection {
  readonly #options: QwenOptions;
  readonly #logger: Logger;
  readonly #level: number;

  constructor(options: QwenOptions) {
    this.#options = options;
    this.#logger = options.logger ?? console;
    this.#level = LEVELS.indexOf(options.logLevel ?? "warn");
  }

  /** Performs a call and reads its answer as JSON. */
  json<T>(call: Call): APIPromise<T> {
    return new APIPromise(this.#json<T>(call));
  }

  /** Performs a call up to the head of its answer. The abort is the caller's to release. */
  async head(call: Call, abort: Abort): Promise<Response> {
    const begun = Date.now();
    try {
      const key = await abort.race(this.#key());
      const headers = (): Headers => this.#headers(call, key);
      headers(); // a header that cannot be sent fails here, not inside the core
      const io = new Io({
        fetch: this.#options.fetch,
        headers,
        body: call.form ?? (call.json && JSON.stringify(call.json)),
        abort,
        onParsing: call.onParsing ?? (() => undefined),
      });
      const response = await (await core()).call(this.#spec(call), io);
      this.#log("debug", `${call.operation}: ${response.status} after ${Date.now() - begun} ms`);
      return response;
    } catch (thrown) {
      const { aborted, reason } = abort.controller.signal;
      const error = aborted && thrown === reason ? abortedError(reason) : toError(thrown);
      this.#log("info", `${call.operation}: ${QwenError.isInstance(error) ? `${error.name} ${error.code ?? ""}` : "failed"} after ${Date.now() - begun} ms`);
      throw error;
    }
  }

  async #json<T>(call: Call): Promise<Answered<T>> {
    const abort = new Abort(call.signal);
    try {
      const response = await this.head(call, abort);
      return { data: await readJson<T>(response, abort), response };
    } finally {
      abort.release();
    }
  }

  #spec(call: Call): string {
    const { baseURL, region, timeout, maxRetries } = this.#options;
    return JSON.stringify({
      operation: call.operation,
      id: call.id,
      baseUrl: baseURL,
      region,
      query: String(new URLSearchParams(Object.entries(call.query ?? {}).flatMap(([name, value]) => (value == null ? [] : [[name, String(value)]])))),
      streaming: call.streaming ?? false,
      maxRetries: call.maxRetries ?? maxRetries ?? 2,
      timeout: milliseconds(call.timeout ?? timeout ?? 10 * MINUTES),
      parsingTimeout: call.parsingTimeout === undefined ? undefined : milliseconds(call.parsingTimeout),
    });
  }

  async #key(): Promise<string | undefined> {
    const { apiKey } = this.#options;
    return typeof apiKey === "function" ? apiKey() : apiKey;
  }

  #headers(call: Call, key: string | undefined): Headers {
    const headers = new Headers();
    const wanted = { authorization: key && `Bearer ${key}`, ...this.#options.defaultHeaders, ...call.headers };
    for (const [name, value] of Object.entries(wanted)) {
      try {
        if (value == null || value === "") headers.delete(name);
        else headers.set(name, value);
      } catch {
        // Without the cause: some runtimes print the value, which may be the key.
        throw usageError(`The ${name === "authorization" ? "apiKey" : `header "${name}"`} holds characters that no HTTP header may.`);
      }
    }
    return headers;
  }

  #log(level: Exclude<LogLevel, "off">, message: string): void {
    if (LEVELS.indexOf(level) <= this.#level) this.#logger[level]?.(`qwen-edge ${message}`);
  }
}

/** What a timer takes: longer ones would go off at once. */
function milliseconds(value: number): number {
  if (!(value >= 0)) throw usageError("`timeout` is a number of milliseconds, 0 or more.");
  return Math.min(Math.round(value), 2 ** 31 - 1);
}

async function readJson<T>(response: Response, abort: Abort): Promise<T> {
  const failure = { status: response.status, requestId: response.headers.get("x-request-id") ?? undefined, headers: response.headers };
  let text: string;
  try {
    text = await abort.race(response.text());
  } catch (cause) {
    const { signal } = abort.controller;
    if (signal.aborted) throw abortedError(signal.reason);
    throw toError({ kind: "connection", code: "body_broken", message: "The answer's body broke off.", cause, ...failure });
  }
  try {
    return JSON.parse(text) as T;
  } catch {
    // Without the cause: some engines quote the text.
    throw toError({ kind: "decode", code: "malformed_body", message: "The answer's body is no JSON. Something between the service and this client may have changed it.", ...failure });
  }
}
