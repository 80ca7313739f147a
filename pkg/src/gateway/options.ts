/** What a gateway can be told. */
import type { Fetch } from "../options.js";

/** Calls of the Files API. */
export type FileCall = "create" | "retrieve" | "list" | "delete" | "content";

/** What a page may do. Everything else is refused. */
export interface GatewayAllow {
  /** Models for chat (and completions): exact names, or prefixes that end in `*`. An empty list allows no chat. */
  models: readonly string[];
  /** Whether `/completions` is open, too, for the same models. Default false. */
  completions?: boolean | undefined;
  /**
   * Calls of `/files`; true for all. `qwen.ask` and `attach` need `create`. All callers share one account: `list` shows, and
   * `delete` removes, the files of every visitor, and whoever knows an id can ask about the file. Default none.
   */
  files?: boolean | readonly FileCall[] | undefined;
  /** Whether `/models` is open. Default false. */
  listModels?: boolean | undefined;
  /** Whether `/batches` is open. A batch names its models in a file, past `models` and `maxTokens`. Default false. */
  batches?: boolean | undefined;
}

/** How much one request may carry or cost. */
export interface GatewayLimits {
  /**
   * Bytes of a JSON body. Default 8 MiB: a plain-text document of a million tokens (reference 2.2) takes about 5 MB, and a
   * Worker, which has 128 MB for all its requests, holds a body about six times while it is checked.
   */
  bodyBytes?: number | undefined;
  /** Bytes of an upload, its multipart frame included. Default 150 MiB, the service's own limit for a document (reference 8). */
  fileBytes?: number | undefined;
  /**
   * Tokens of the answer to one request, all `n` choices together; set where a request asks for no limit. Default: the
   * model's own. Reasoning is not counted by the service's `max_tokens` (reference 2.1) and so not by this.
   */
  maxTokens?: number | undefined;
}

/** Options of {@link createGateway}. `Env` is what the runtime passes beside a request: a Worker's bindings. */
export interface GatewayOptions<Env = unknown> {
  /**
   * The service's key, or a function that gives it for each request. It is added last, and never leaves this side. `env` is
   * the second argument of `fetch`: a Worker's bindings. Under Deno and Bun it is something else, behind Node nothing: pass a
   * string there, and read what `authorize` needs yourself.
   */
  apiKey: string | ((env: Env) => string | undefined | Promise<string | undefined>);
  /** What pages may do. */
  allow: GatewayAllow;
  /**
   * Origins of the pages that may call, as `https://host[:port]`, the gateway's own included. `"*"` lets every page call,
   * without cookies. Default none: a request with an `Origin` header is refused. One without is no page's and goes on to
   * `authorize`.
   */
  origins?: readonly string[] | "*" | undefined;
  /**
   * Says whether a request may pass: true, false (answered 401), or a Response to answer with. It sees the request before
   * its body is read, and may read url and headers only. What it throws is answered 500 and shown to nobody. Where it compares
   * with a secret of `env`, it must refuse while that is not set.
   *
   * A page shows its sign-in by a header (`defaultHeaders` of the client), or by a cookie: that of the page's own origin comes by
   * itself; to a gateway of another origin, which must name the page in `origins`, the client sends it with
   * `fetch: (url, init) => fetch(url, { ...init, credentials: "include" })`.
   *
   * Without it, **anyone outside a browser can use the gateway**: a request without an `Origin` header passes. Then only the
   * provider's quota and a rate limit in front protect the account.
   */
  authorize?: ((request: Request, env: Env) => boolean | Response | Promise<boolean | Response>) | undefined;
  /** Caps on one request. */
  limits?: GatewayLimits | undefined;
  /** The service. Default Beijing: `https://dashscope.aliyuncs.com/compatible-mode/v1`; another region has an address of its own (reference 1.1). */
  baseURL?: string | undefined;
  /** The way to the service: a proxy, a service binding, the emulator. Default: the global fetch at the time of the request. */
  fetch?: Fetch | undefined;
}

/** A fetch handler. `fetch` needs no `this`. */
export interface Gateway<Env = unknown> {
  /** Answers one request; never rejects. `ctx` is accepted, as runtimes pass it, and not used. */
  fetch: (request: Request, env?: Env, ctx?: unknown) => Promise<Response>;
}

/** A Worker's bindings as far as they are text: what `env` is where it is not annotated. */
export type GatewayBindings = Record<string, string | undefined>;
