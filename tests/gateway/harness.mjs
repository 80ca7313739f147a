// @ts-check
/** A gateway on a real socket, in front of a service that the test writes. Everything is ended with the test. */
import { createServer } from "node:http";
import { once } from "node:events";
import { createGateway } from "qwen-edge/gateway";
import { toNodeListener } from "qwen-edge/node";

/** @typedef {import("node:test").TestContext} TestContext */
/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

export const PAGE = "https://app.example";
export const KEY = "sk-canary-5f3a";
export const CHAT = "/v1/chat/completions";

/**
 * Starts a listener on a free loopback port; gives its address.
 * @param {TestContext} t
 * @param {import("node:http").RequestListener} listener
 */
export async function listen(t, listener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
}

/**
 * The service: records what it gets, answers as told.
 * @param {TestContext} t
 * @param {(req: IncomingMessage, res: ServerResponse, body: Buffer) => void} [answer] Called with the whole body.
 */
export async function service(t, answer = (_, res) => void res.setHeader("content-type", "application/json").end('{"ok":true}')) {
  /** @type {{ method?: string, url?: string, headers: import("node:http").IncomingHttpHeaders, body: string }[]} */
  const requests = [];
  const url = await listen(t, async (req, res) => {
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    requests.push({ ...(req.method ? { method: req.method } : {}), url: req.url ?? "", headers: req.headers, body: body.toString() });
    answer(req, res, body);
  });
  return { url: `${url}/compatible-mode/v1`, requests };
}

/**
 * A gateway behind node:http, with everything open but `completions`.
 * @param {TestContext} t
 * @param {Partial<import("qwen-edge/gateway").GatewayOptions<any>>} options
 */
export async function gateway(t, options) {
  const handler = createGateway({
    apiKey: KEY,
    origins: [PAGE],
    allow: { models: ["qwen-long", "qwen3-*"], files: true, listModels: true, batches: true },
    ...options,
  });
  return listen(t, toNodeListener(handler));
}

/**
 * A request as a page sends it.
 * @param {string} url
 * @param {unknown} body
 * @param {RequestInit} [init]
 */
export function post(url, body, init = {}) {
  return fetch(url, {
    method: "POST",
    body: JSON.stringify(body),
    ...init,
    headers: { origin: PAGE, "content-type": "application/json", ...init.headers },
  });
}

/** A question to an allowed model. */
export const question = { model: "qwen-long", messages: [{ role: "user", content: "canary question" }] };

/**
 * Status, code and whole text of a refusal.
 * @param {Response} response
 */
export async function refusal(response) {
  const text = await response.text();
  const { error } = JSON.parse(text);
  return { status: response.status, code: error.code, type: error.type, param: error.param, message: error.message, text };
}

/**
 * Waits until something is so; fails after two seconds.
 * @param {() => boolean} so
 * @param {string} what
 */
export async function until(so, what) {
  const deadline = Date.now() + 2000;
  while (!so()) {
    if (Date.now() > deadline) throw new Error(`not within 2 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
