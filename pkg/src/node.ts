/// <reference types="node" />
/**
 * `qwen-edge/node`: a fetch handler (the gateway, the emulator, your own) behind `node:http`.
 *
 * In scope: one request in, one response out, streamed both ways with backpressure.
 * Out of scope: routing, TLS, compression, HTTP/2, trust in `x-forwarded-*`.
 *
 * @module qwen-edge/node
 */
import type { IncomingMessage, ServerResponse } from "node:http";

/** What answers a request: `{ fetch }` as Workers, Deno and Bun have it, or the bare function. */
export type FetchHandler =
  | {
      /** Answers one request. */
      fetch(request: Request): Response | Promise<Response>;
    }
  | ((request: Request) => Response | Promise<Response>);

/** Options of {@link toNodeListener}. */
export interface NodeListenerOptions {
  /** Told what the handler threw; the client only ever sees a fixed sentence. Default: `console.error`. */
  onError?: (error: unknown) => void;
}

/** The listener that `http.createServer` takes. */
export type NodeListener = (req: IncomingMessage, res: ServerResponse) => void;

/**
 * Makes a fetch handler a listener for `http.createServer`.
 *
 * - The request's body streams in; each chunk of the response is written as it comes.
 * - When the client goes away, `request.signal` aborts and the response's body is cancelled.
 * - A handler that throws is answered with a 500; a request that is none with a 400.
 * - A response body that errors destroys the socket: a cut answer stays visible as a cut.
 *
 * @example
 * http.createServer(toNodeListener(createGateway(options))).listen(8787);
 */
export function toNodeListener(handler: FetchHandler, options: NodeListenerOptions = {}): NodeListener {
  const answer = typeof handler === "function" ? handler : (request: Request) => handler.fetch(request);
  const onError = options.onError ?? ((error: unknown) => console.error(error));
  return (req, res) => void exchange(answer, onError, req, res);
}

/** One request and its answer. Never rejects. */
async function exchange(
  answer: (request: Request) => Response | Promise<Response>,
  onError: (error: unknown) => void,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  const body = bodyOf(req);
  const request = toRequest(req, body.stream, gone.signal);
  // Holds `request`: Node's Request keeps the link from our signal to its own only while it lives itself.
  res.once("close", () => void (res.writableFinished || (request && gone.abort(clientClosed()))));
  res.on("error", ignore); // a write after the client went away; `close` tells the same
  try {
    if (request === null) refuse(res, 400, "Bad request");
    else await send(await answer(request), req, res, gone.signal);
  } catch (error) {
    report(onError, error);
    refuse(res, 500, "Internal server error");
  } finally {
    body.discard();
  }
}

function report(onError: (error: unknown) => void, error: unknown): void {
  try {
    onError(error);
  } catch {
    // The exchange must end whatever the reporter does.
  }
}

function refuse(res: ServerResponse, status: number, text: string): void {
  if (res.headersSent) return void res.destroy();
  res.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(text);
}

/** The web Request of a Node request, or null where the standard has none (TRACE, a header that `Headers` refuses). */
function toRequest(req: IncomingMessage, body: ReadableStream<Uint8Array>, signal: AbortSignal): Request | null {
  try {
    const headers = new Headers();
    for (let i = 0; i < req.rawHeaders.length; i += 2) headers.append(req.rawHeaders[i] ?? "", req.rawHeaders[i + 1] ?? "");
    const method = req.method ?? "GET";
    const init: RequestInit & { duplex: "half" } = { method, headers, signal, duplex: "half" };
    if (method !== "GET" && method !== "HEAD") init.body = body;
    return new Request(urlOf(req), init);
  } catch {
    return null;
  }
}

/** The URL as the client wrote it. The path is never resolved against the host: `//evil/x` stays a path. */
function urlOf(req: IncomingMessage): URL {
  const scheme = "encrypted" in req.socket ? "https" : "http";
  const target = req.url ?? "/";
  const path = target.startsWith("/") ? target : absolutePath(target);
  return new URL(`${scheme}://${hostOf(req, scheme)}${path}`);
}

/** The path of a target in absolute form (RFC 9112 3.2.2, sent to proxies); `/` for `*`. */
function absolutePath(target: string): string {
  if (!URL.canParse(target)) return "/";
  const { pathname, search } = new URL(target);
  return pathname.startsWith("/") ? pathname + search : "/";
}

/** The Host header where it is one; `localhost` for anything that would make another URL of it (`a/b`, `u@h`, nothing). */
function hostOf(req: IncomingMessage, scheme: string): string {
  const host = req.headers.host ?? "";
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(`${scheme}://${host}/`) ? host : "localhost";
}

/**
 * The request's body, read from the socket only as fast as it is pulled.
 *
 * Cancelling it discards the rest instead of closing the socket, so that a refusal (413) still reaches the client; so
 * does `discard`, for what is unread when the response is out: the connection could not be used again otherwise.
 */
function bodyOf(req: IncomingMessage): { stream: ReadableStream<Uint8Array>; discard(): void } {
  let open = true;
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const end = (finish: () => void): void => {
    if (open) finish();
    open = false;
    req.resume();
  };
  const cut = (): void => end(() => controller.error(clientClosed()));
  req.on("data", (chunk: Uint8Array) => {
    if (!open) return;
    controller.enqueue(chunk);
    req.pause();
  });
  req.on("end", () => end(() => controller.close()));
  req.on("error", cut).on("close", cut).pause();
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (own) => void (controller = own),
      pull: () => void req.resume(),
      cancel: () => end(ignore),
    },
    { highWaterMark: 0 },
  );
  return { stream, discard: () => end(() => controller.error(new Error("The response is out: the rest of the request was discarded."))) };
}

/** Writes the response; returns when it is out, or when the client is gone. */
async function send(response: Response, req: IncomingMessage, res: ServerResponse, gone: AbortSignal): Promise<void> {
  res.statusCode = response.status;
  response.headers.forEach((value, name) => void res.appendHeader(name, value));
  if (response.body === null) return void res.end();
  const reader = response.body.getReader();
  const cancel = (): void => void reader.cancel(gone.reason).catch(ignore);
  if (gone.aborted || req.method === "HEAD") {
    cancel();
    return void res.end();
  }
  gone.addEventListener("abort", cancel, { once: true });
  res.flushHeaders();
  try {
    await pump(reader, res);
    res.end();
  } catch {
    res.socket?.destroySoon(); // after what is written, without the last chunk of chunked encoding
  }
}

async function pump(reader: ReadableStreamDefaultReader<Uint8Array>, res: ServerResponse): Promise<void> {
  for (;;) {
    const { done, value } = await reader.read();
    if (done || res.destroyed) return;
    if (!res.write(value)) await drained(res);
  }
}

function drained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      res.off("drain", settle).off("close", settle);
      resolve();
    };
    res.on("drain", settle).on("close", settle);
  });
}

function clientClosed(): DOMException {
  return new DOMException("The client closed the connection.", "AbortError");
}

function ignore(): void {}
