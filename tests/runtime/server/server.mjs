// The other end of every test: an HTTP server on a free loopback port that holds the peers. It lives in the test runner's process, the
// runtime under test in a process of its own, so a busy client never slows its peer.
//
//   POST /peers            a script (see peer.mjs) -> { id }
//   GET  /peers/ID         what that peer has seen
//   *    /p/ID/v1/…        the peer itself
import { once } from "node:events";
import { createServer } from "node:http";
import { Peer } from "./peer.mjs";
import { PackagePeer } from "./package-peer.mjs";

const OPEN_CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, DELETE",
  "access-control-expose-headers": "x-request-id, retry-after",
  "access-control-max-age": "600",
};

/** Starts the server. The caller must `close()` it: nothing of it outlives that. */
export async function startServer() {
  const server = new Server();
  server.http.listen(0, "127.0.0.1");
  await once(server.http, "listening");
  return server;
}

/** The listening server; made by `startServer`. */
class Server {
  /** @type {Map<string, Peer | PackagePeer>} */ #peers = new Map();
  #made = 0;
  http = createServer((request, response) => void this.#handle(request, response).catch((error) => fail(response, error)));

  /** `http://127.0.0.1:port` */
  get origin() {
    return `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (this.http.address()).port}`;
  }

  /** Registers a peer. A given `id` replaces the peer of that name: for gateways whose upstream URL is fixed when they start. */
  async peer(script, id = `peer${++this.#made}`) {
    const upstream = script.gateway && script.answers ? await this.peer({ answers: script.answers }) : undefined;
    const peer = script.gateway || script.emulator ? await PackagePeer.from(script, upstream) : new Peer(script);
    this.#peers.set(id, peer);
    return { id, baseURL: `${this.origin}/p/${id}/v1`, get seen() { return peer.seen; } };
  }

  /** The ids of peers that still write an answer: after a test there should be none. */
  stillOpen() {
    return [...this.#peers].filter(([, peer]) => peer.seen.open > 0).map(([id]) => id);
  }

  /** Forgets every peer, so that the next test is not blamed for this one. */
  forgetPeers() {
    this.#peers.clear();
  }

  async close() {
    this.http.close();
    this.http.closeAllConnections();
    await once(this.http, "close");
  }

  async #handle(request, response) {
    const path = request.url ?? "/";
    const [, kind, id = "", ...rest] = path.split("/");
    const peer = this.#peers.get(id);
    if (kind === "p" && peer) {
      if (!peer.ownCors && openCors(request, response)) return;
      return peer.answer(request, response, path.slice(`/p/${id}`.length));
    }
    if (kind !== "peers" || rest.length > 0) throw new Error(`no such path: ${path}`);
    if (openCors(request, response)) return;
    if (request.method === "POST") return reply(response, await this.peer(JSON.parse(await textOf(request))));
    if (!peer) throw new Error(`no such peer: ${id}`);
    reply(response, peer.seen);
  }
}

/** Opens a peer to pages of every origin; @returns {boolean} whether the request was a preflight and is answered. */
function openCors(request, response) {
  for (const [name, value] of Object.entries(OPEN_CORS)) response.setHeader(name, value);
  if (request.method !== "OPTIONS") return false;
  response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "");
  response.writeHead(204).end();
  return true;
}

function reply(response, value) {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function fail(response, error) {
  console.error("the test server:", error);
  if (response.headersSent) response.destroy();
  else response.writeHead(500, { ...OPEN_CORS, "content-type": "text/plain" }).end(String(error));
}

async function textOf(request) {
  let text = "";
  for await (const piece of request.setEncoding("utf8")) text += piece;
  return text;
}
