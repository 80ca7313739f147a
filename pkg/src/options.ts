/** What a client and a call can be told. */

/** Writes one line. `console` is one. */
export interface Logger {
  error(message: string, ...rest: unknown[]): void;
  warn(message: string, ...rest: unknown[]): void;
  info(message: string, ...rest: unknown[]): void;
  debug(message: string, ...rest: unknown[]): void;
}
/** From silent to every call. */
export type LogLevel = "off" | "error" | "warn" | "info" | "debug";

/** A region that has a host of its own; others have a workspace host: pass that as `baseURL` (reference 1.1). */
export type Region = "cn-beijing" | "beijing" | "ap-southeast-1" | "singapore" | "us-east-1" | "virginia" | "cn-hongkong" | "hongkong" | "finance";

/** `fetch`, or anything that answers like it: a service binding, a proxy, the emulator. */
export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/** Options of a client. */
export interface QwenOptions {
  /**
   * The key, or a function that gives one (a temporary key, say) before each call. Default: `DASHSCOPE_API_KEY` of the
   * environment, where no `baseURL` is given. A page that talks to a gateway needs none.
   */
  apiKey?: string | (() => string | Promise<string>) | undefined;
  /** Where the API is, such as "/v1" for a gateway on the page's own origin. Wins over `region`. */
  baseURL?: string | undefined;
  /** Default "cn-beijing", the only region with Qwen-Long. A key works only in its own region. */
  region?: Region | undefined;
  /** Replaces the global fetch. */
  fetch?: Fetch | undefined;
  /** Milliseconds until the head of an answer must be there. Default 600,000: a long document's first token takes its time. */
  timeout?: number | undefined;
  /** Further tries after a connection failure, 408, 409, 429 or 5xx; uploads only where that is safe. Default 2. */
  maxRetries?: number | undefined;
  /** Sent with every call; null removes one. */
  defaultHeaders?: Record<string, string | null | undefined> | undefined;
  /** Allows an `apiKey` in a page, where every visitor can read it. Only for demos of your own. */
  dangerouslyAllowBrowser?: boolean | undefined;
  /** Default `console`. */
  logger?: Logger | undefined;
  /** Default "warn". Lines hold paths, states and times; never keys, prompts or documents. */
  logLevel?: LogLevel | undefined;
}

/** Options of one call. */
export interface RequestOptions {
  signal?: AbortSignal | null | undefined;
  timeout?: number | undefined;
  maxRetries?: number | undefined;
  headers?: Record<string, string | null | undefined> | undefined;
}
