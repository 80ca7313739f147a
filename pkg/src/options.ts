/** What a client and a call can be told. */
import type { Preflight } from "./types/preflight.js";

/** Writes one line. `console` is one. */
export interface Logger {
  /** What went wrong and reaches nobody otherwise. */
  error(message: string, ...rest: unknown[]): void;
  /** What will go wrong, or was cured. */
  warn(message: string, ...rest: unknown[]): void;
  /** What the client does by itself: waits, tries again. */
  info(message: string, ...rest: unknown[]): void;
  /** Every request and its answer. */
  debug(message: string, ...rest: unknown[]): void;
}
/** From silent to every call. */
export type LogLevel = "off" | "error" | "warn" | "info" | "debug";

/** A region with a host that all workspaces share (reference 1.1). */
export type SharedRegion = "cn-beijing" | "beijing" | "ap-southeast-1" | "singapore" | "us-east-1" | "virginia" | "cn-hongkong" | "hongkong";
/** A region that has hosts of workspaces only: they need the option `workspace`. */
export type WorkspaceRegion = "eu-central-1" | "frankfurt" | "ap-northeast-1" | "tokyo";
/** A region by its name or its city. "finance" is the finance cloud, which has no hosts of workspaces. */
export type Region = SharedRegion | WorkspaceRegion | "finance";

/** `fetch`, or anything that answers like it: a service binding, a proxy, the emulator. */
export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/** How long each part of a call may take, in milliseconds. What is left out keeps its default; none is off. */
export interface Timeouts {
  /** Until the head of the answer, for each try. Default 300,000 for a streamed answer (Firefox gives no head before the first output), 600,000 otherwise: a plain one comes when it is whole. */
  connect?: number | undefined;
  /** From the head to the first output. Default 300,000: a long document is read first. */
  firstToken?: number | undefined;
  /** Between two outputs. Comments, keep-alives, roles and empty deltas are none; time in which you do not read on does not count. Default 60,000. */
  idle?: number | undefined;
  /** The same while the model thinks (`reasoning_content`). Default: twice `idle`. */
  reasoning?: number | undefined;
  /** The whole call: its tries, the pauses between them, and the stream. Default 3,600,000. */
  total?: number | undefined;
}

/** A call that will be tried again. */
export interface Retry {
  /** Which try has failed, from 1. */
  attempt: number;
  /** Milliseconds until the next. */
  delay: number;
  /** Why it failed. */
  error: unknown;
}

/** How a client and a call wait and try again. */
export interface Patience {
  /** Milliseconds for each part of a call; a number stands for `{ connect }`. */
  timeout?: number | Timeouts | undefined;
  /** Further tries after a connection failure, 408, 409, 429 or 5xx, while nothing of the answer has reached you; uploads only where that is safe. Default 2. */
  maxRetries?: number | undefined;
  /** Longest pause between two tries, in milliseconds. Where the service asks for a longer one, the call fails at once with `retryAfter` in the error. Default 60,000. */
  maxRetryDelay?: number | undefined;
  /** Told before each further try. What it throws fails the call. */
  onRetry?: ((retry: Retry) => void) | undefined;
}

/** @internal */
export function timeouts(timeout: number | Timeouts | undefined): Timeouts {
  const set = typeof timeout === "object" ? (timeout ?? {}) : { connect: timeout };
  return Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
}

/** Headers of a request; null removes one. Those of the service are offered by the editor (reference 1.5), any other is sent, too. */
export interface RequestHeaders {
  [name: string]: string | null | undefined;
  /** Stricter inspection of what goes in and out, as JSON: `'{"input":"cip","output":"cip"}'`. */
  "X-DashScope-DataInspection"?: string | null | undefined;
  /** Seconds for which the service queues a call that comes in a burst instead of refusing it: 3 to 120; "0": it does not. Keep `timeout.connect` longer. */
  "X-DashScope-Wait-Timeout"?: string | null | undefined;
  /** "enable": turns the explicit context cache on (reference 17). */
  "X-DashScope-CacheControl"?: "enable" | null | undefined;
  /** "enable": `oss://` URLs of temporary uploads are resolved. Set by itself where the request holds one. */
  "X-DashScope-OssResourceResolve"?: "enable" | null | undefined;
}

/** Where the service is: a region, and a workspace's own host where it has one. */
export type Place =
  | {
      /** Default "cn-beijing", the only region with Qwen-Long. A key works only in its own region. */
      region?: SharedRegion | "finance" | undefined;
      workspace?: undefined;
    }
  | {
      region?: SharedRegion | WorkspaceRegion | undefined;
      /** The WorkspaceId that the console shows: calls go to its own host, `https://{workspace}.{region}.maas.aliyuncs.com`. */
      workspace: string;
    };

/** Options of a client. */
export type QwenOptions = ClientOptions & Place;

/** Options of a client, but for where the service is. */
export interface ClientOptions extends Patience {
  /**
   * The key, or a function that gives one (a temporary key, say) before each call. Default: `DASHSCOPE_API_KEY` of the
   * environment, where no `baseURL` is given. A page that talks to a gateway needs none.
   */
  apiKey?: string | (() => string | Promise<string>) | undefined;
  /** Where the API is, such as "/v1" for a gateway on the page's own origin. Wins over `region` and `workspace`. */
  baseURL?: string | undefined;
  /** What the service would refuse is refused before it is sent. Default true; see {@link Preflight}. */
  preflight?: Preflight | undefined;
  /** Replaces the global fetch. */
  fetch?: Fetch | undefined;
  /** Sent with every call; null removes one. */
  defaultHeaders?: RequestHeaders | undefined;
  /** Allows an `apiKey` in a page, where every visitor can read it. Only for demos of your own. */
  dangerouslyAllowBrowser?: boolean | undefined;
  /** Default `console`. */
  logger?: Logger | undefined;
  /** Default "warn": retries are told. Lines hold names, codes and times; never keys, prompts or documents. */
  logLevel?: LogLevel | undefined;
}

/** Options of one call. */
export interface RequestOptions extends Patience {
  /** Ends the call, whenever: while it waits, while it is tried again, while its stream is read. */
  signal?: AbortSignal | null | undefined;
  /** For this call: replaces the client's, or, as an object, changes single rules of it. */
  preflight?: Preflight | undefined;
  /** Sent with this call; null removes one of `defaultHeaders`. */
  headers?: RequestHeaders | undefined;
}
