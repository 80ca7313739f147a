/** Carries calls to the core: what only JavaScript may hold (the key, the body, the signal) stands here. */
import { Lease } from "./core/instance.js";
import { APIConnectionError, QwenError, usageError } from "./errors.js";
import { Exchange, type Order } from "./exchange.js";
import { readText } from "./body.js";
import { timeouts, type LogLevel, type Logger, type QwenOptions, type RequestOptions, type Timeouts } from "./options.js";
import { part } from "./part.js";
import { isPlain } from "./plain.js";
import { rulesOf } from "./preflight.js";
import { APIPromise, type Answered } from "./promise.js";
import { quotable } from "./secrets.js";
import type { ChatCompletion } from "./types/chat.js";
import type { PreflightRule } from "./types/preflight.js";

/** What is asked of the service; names as in `Operation` of src/call/target.rs. */
export type Operation = "chat" | "completions" | "documents.upload" | "files.create" | "files.list" | "files.retrieve" | "files.delete" | "files.content" | "batches.create" | "batches.retrieve" | "batches.list" | "batches.cancel" | "models.list" | "tokens.create";

/** One call. */
export interface Call extends RequestOptions {
  operation: Operation;
  id?: string;
  query?: object;
  /** Sent as JSON. */
  json?: object;
  form?: FormData;
  streaming?: boolean;
  /** Set by {@link Connection.planned}: whether a stream is asked for, where the caller wants the whole answer. */
  folds?: boolean;
  /** The rule whose cure the method means by itself: no news for the log. */
  meant?: PreflightRule;
  parsingTimeout?: number | undefined;
  /** Told that the service is reading a file: how often so far, milliseconds since the call began. */
  onParsing?: (attempt: number, elapsed: number) => void;
}

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
    return new APIPromise(this.answered<T>(call));
  }

  /** Begins a call and makes a stream of its answer. */
  async streamed<S>(call: Call, make: (exchange: Exchange, response: Response) => S): Promise<Answered<S>> {
    const { exchange, response } = await this.open({ ...call, streaming: true });
    try {
      return { data: make(exchange, response), response };
    } catch (error) {
      exchange.abort.close(); // the body of a double of fetch is being read elsewhere
      exchange.release();
      throw error;
    }
  }

  /** A call as it is sent. Throws a PreflightError for one that the service would refuse. */
  async planned(call: Call): Promise<Call> {
    const rules = rulesOf(this.#options.preflight, call.preflight);
    if (isPlain(call.operation, call.json, this.#options)) return { ...call, folds: false };
    const { json, folds, cured } = await (await part(import("./late.js"))).plan(call.operation, call.json, this.#options, rules);
    const news = cured.filter((rule) => rule !== call.meant);
    if (news.length > 0) this.#log("warn", `${call.operation}: preflight has fixed ${news.join(", ")}`);
    return { ...call, ...(json && { json }), folds };
  }

  /** Begins a call. Its exchange is the caller's to release. */
  async open(asked: Call): Promise<{ exchange: Exchange; response: Response }> {
    const call = asked.folds === undefined ? await this.planned(asked) : asked;
    // Once: whoever changes the request while it is under way does not change the next try.
    const body = call.form ?? (call.json && spelled(call.json));
    const begun = Date.now();
    const exchange = new Exchange(call.signal, () => this.#order(call, body));
    const log = (level: "debug" | "info", what: string): void => this.#log(level, `${call.operation}: ${what} after ${Date.now() - begun} ms`);
    try {
      const response = await exchange.head();
      log("debug", String(response.status));
      return { exchange, response };
    } catch (error) {
      exchange.abort.close();
      exchange.release();
      log("info", named(error));
      throw error;
    }
  }

  /** As {@link json}, with the response. */
  async answered<T>(call: Call): Promise<Answered<T>> {
    let { exchange, response } = await this.open(call);
    try {
      for (;;) {
        try {
          return { data: await readJson<T>(response, exchange, call.operation === "chat" || call.operation === "completions"), response };
        } catch (error) {
          const broken = error instanceof APIConnectionError && error.code === "body_broken";
          const another = broken ? await exchange.again(error) : undefined;
          if (!another) throw error;
          response = another;
        }
      }
    } catch (error) {
      exchange.abort.close();
      throw exchange.ended(error);
    } finally {
      exchange.release();
    }
  }

  async #order(call: Call, body: FormData | string | undefined): Promise<Order> {
    const { apiKey, fetch, baseURL, region, workspace, timeout, maxRetries, maxRetryDelay, onRetry } = this.#options;
    const key = typeof apiKey === "function" ? await apiKey() : apiKey;
    const most = amount("maxRetries", call.maxRetries ?? maxRetries ?? 2, 1000);
    return {
      fetch,
      headers: () => this.#headers(call, key, body),
      body,
      ahead: call.operation === "chat" && typeof baseURL === "string" ? `${baseURL.replace(/\/+$/, "")}/chat/completions` : undefined,
      secrets: () => [key?.trim() ?? "", keyOf(this.#headers(call, key)), ...quotable(typeof body === "string" && JSON.parse(body))].filter((secret) => secret !== ""),
      onParsing: call.onParsing ?? (() => undefined),
      onRetry: (attempt, delay, error) => {
        this.#log("warn", `${call.operation}: ${named(error)}; try ${attempt + 1} of ${most + 1} in ${delay} ms`);
        (call.onRetry ?? onRetry)?.({ attempt, delay, error });
      },
      spec: {
        operation: call.operation,
        id: call.id,
        baseUrl: baseURL,
        region,
        workspace,
        query: call.query ? String(new URLSearchParams(Object.entries(call.query).flatMap(([name, value]) => (value == null ? [] : [[name, String(value)]])))) : "",
        streaming: call.streaming ?? false,
        maxRetries: most,
        maxRetryDelay: milliseconds("maxRetryDelay", call.maxRetryDelay ?? maxRetryDelay),
        timeout: clocks({ ...timeouts(timeout), ...timeouts(call.timeout) }),
        parsingTimeout: milliseconds("timeout", call.parsingTimeout),
      },
    };
  }

  #headers(call: Call, key: string | undefined, body?: FormData | string): Headers {
    const headers = new Headers();
    // A temporary upload is resolved only where a header asks for it (reference 1.5).
    const resolve = typeof body === "string" && body.includes('"oss://') ? "enable" : "";
    for (const wanted of [{ authorization: key && `Bearer ${key}`, "x-dashscope-ossresourceresolve": resolve }, this.#options.defaultHeaders, call.headers])
      for (const [name, value] of Object.entries(wanted ?? {})) {
        try {
          if (value === null || value === "") headers.delete(name);
          else if (value !== undefined) headers.set(name, value);
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

/** An error in a log line: its name and its code, unless that is no mere word. */
function named(error: unknown): string {
  if (!QwenError.isInstance(error)) return "failed";
  return /^[\w.-]{1,64}$/.test(String(error.code ?? "")) ? `${error.name} ${error.code}` : error.name;
}

const CLOCKS: readonly string[] = ["connect", "firstToken", "idle", "reasoning", "total"] satisfies (keyof Timeouts)[];

function clocks(set: Timeouts): object {
  return Object.fromEntries(Object.entries(set).map(([clock, value]) => {
    if (!CLOCKS.includes(clock)) throw usageError(`\`timeout\` has no clock "${clock}": there are ${CLOCKS.join(", ")}.`);
    return [clock, milliseconds(`timeout.${clock}`, value as number)];
  }));
}

/** Callers without types may pass anything. */
function amount(name: string, value: number, most: number, unit = ""): number {
  if (!(typeof value === "number" && value >= 0)) throw usageError(`\`${name}\` is a number${unit}, 0 or more.`);
  return Math.min(Math.round(value), most);
}

/** What a timer takes: longer ones would go off at once. */
function milliseconds(name: string, value: number | undefined): number | undefined {
  return value === undefined ? undefined : amount(name, value, 2 ** 31 - 1, " of milliseconds");
}

async function readJson<T>(response: Response, exchange: Exchange, isChat: boolean): Promise<T> {
  const text = await readText(response, exchange);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    // The core says so, without the cause: some engines quote the text.
  }
  const failure: unknown = new Lease().run(exchange.api, () => exchange.api.body_failure(data, response, isChat));
  if (failure) throw exchange.error(failure, () => data as ChatCompletion);
  return data as T;
}

/** The key as it is sent, whoever has set the header. */
function keyOf(headers: Headers): string {
  return headers.get("authorization")?.replace(/^Bearer /, "") ?? "";
}

/** A request as it is sent. */
function spelled(json: object): string {
  try {
    return JSON.stringify(json);
  } catch {
    // Without the cause: it names what stands in the request.
    throw usageError("The request cannot be spelled as JSON: it has a circle, or a bigint.");
  }
}
