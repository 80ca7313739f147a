// A TCP proxy that spoils answers. It works on the bytes of sockets and knows nothing of HTTP, but for two first words of a connection:
// `OPTIONS` is a page's preflight and passes unspoiled, and `GET /read` is the reader under test, which says that it has read all that came before the fault.
//
// A fault is plain JSON; the i-th connection gets the i-th fault, the last repeats. `{}` is none.
//   { wait }                 ms before the answer's first byte
//   { piece, pause? }        so many bytes a write, `pause` ms (default 0) after each
//   { after, less?, then }   `then` happens when so many bytes of the answer have passed, or when the text `after` has, but for its last `less` bytes
//   { sent, then }           `then` happens when so many bytes of the request have passed
//   { whenRead }             ... and the reader has read all that came before
// then: "close" (the connection is closed) | "reset" (TCP RST) | "half-close" (no more bytes, but the other direction stays open) | "stall" (no more bytes, all stays open)
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A reader that never says that it has read is waited for so long, in ms. */
const READER_DEADLINE = 3000;

/**
 * @param {number} port where the service listens
 * @param {object[]} faults
 */
export async function startProxy(port, faults) {
  const proxy = new Proxy(port, faults);
  proxy.server.listen(0, "127.0.0.1");
  await once(proxy.server, "listening");
  return proxy;
}

/** The listening proxy; made by `startProxy`. */
class Proxy {
  #target;
  #faults;
  #calls = 0;
  /** @type {Set<import("node:net").Socket>} */ #unasked = new Set();
  /** @type {Set<import("node:net").Socket>} */ #clients = new Set();
  /** @type {Set<import("node:net").Socket>} */ #services = new Set();
  #tellRead = () => {};
  /** @type {Promise<void>} */ #hasRead = new Promise((resolve) => (this.#tellRead = resolve));
  server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client));

  constructor(target, faults) {
    this.#target = target;
    this.#faults = faults;
  }

  get port() {
    return /** @type {import("node:net").AddressInfo} */ (this.server.address()).port;
  }

  /** Sockets that are open now, on either side. Runtimes open some in advance: one on which nothing was asked does not count. */
  get open() {
    return this.#clients.size + this.#services.size;
  }

  /** Ends everything. */
  async close() {
    for (const socket of [...this.#unasked, ...this.#clients, ...this.#services]) socket.destroy();
    if (!this.server.listening) return;
    this.server.close();
    await once(this.server, "close");
  }

  #accept(client) {
    keep(this.#unasked, client);
    client.once("end", () => client.destroy()); // whoever asks closes its direction only when it wants no more
    client.once("data", (first) => {
      client.pause();
      this.#unasked.delete(client);
      keep(this.#clients, client);
      const word = first.toString("latin1", 0, 9);
      if (word === "GET /read") return this.#readerHasRead(client);
      const fault = word.startsWith("OPTIONS") ? {} : (this.#faults[Math.min(this.#calls++, this.#faults.length - 1)] ?? {});
      this.#carry(client, first, fault);
    });
    client.resume();
  }

  #readerHasRead(client) {
    this.#tellRead();
    client.end("HTTP/1.1 204 No Content\r\naccess-control-allow-origin: *\r\nconnection: close\r\n\r\n");
    client.resume();
  }

  /** One connection: the request as it comes, the answer as the fault will have it. */
  #carry(client, first, fault) {
    const service = connect({ port: this.#target, host: "127.0.0.1", noDelay: true });
    keep(this.#services, service);
    const pair = { client, service };
    client.once("close", () => service.destroySoon()); // the request, as far as it came, is still sent
    let sent = 0;
    const forward = (bytes) => {
      sent += bytes.length;
      if (!service.destroyed && !service.write(bytes)) {
        client.pause();
        service.once("drain", () => client.resume());
      }
      if (sent >= fault.sent) strike(pair, fault.then);
    };
    forward(first);
    client.on("data", forward).resume();
    void this.#answer(pair, fault).catch(() => client.resetAndDestroy());
  }

  async #answer(pair, fault) {
    if (fault.wait) await sleep(fault.wait);
    const place = fault.sent === undefined && fault.then ? placeOf(fault) : () => Infinity;
    let seen = Buffer.alloc(0);
    let passed = 0;
    for await (const bytes of pair.service.iterator({ destroyOnReturn: false })) {
      seen = Buffer.concat([seen, bytes]);
      const { safe, end } = known(place(seen), seen.length, fault);
      await write(pair.client, seen.subarray(passed, safe), fault);
      passed = Math.max(passed, safe);
      if (end) return this.#strikeInTime(pair, fault);
    }
    pair.client.destroySoon(); // a client's pool may not look at an idle connection for long
  }

  async #strikeInTime(pair, fault) {
    pair.service.pause();
    if (fault.whenRead) await Promise.race([this.#hasRead, sleep(READER_DEADLINE, undefined, { ref: false })]);
    strike(pair, fault.then);
  }
}

/** Where the fault strikes, in bytes from the answer's first; -1 while that is not known. */
function placeOf({ after, less = 0 }) {
  if (typeof after === "number") return () => after;
  const text = Buffer.from(after);
  return (seen) => {
    const at = seen.indexOf(text);
    return at < 0 ? -1 : at + text.length - less;
  };
}

/** How many of the bytes may pass, and whether the fault strikes then. What may be the beginning of the fault's text is held back. */
function known(place, length, { after }) {
  if (place >= 0) return { safe: Math.min(place, length), end: place <= length };
  return { safe: Math.max(0, length - Buffer.byteLength(after)), end: false };
}

function strike({ client, service }, then) {
  if (then === "close") {
    client.destroySoon();
    service.destroySoon();
  } else if (then === "reset") {
    client.resetAndDestroy();
    service.destroySoon();
  } else if (then === "half-close") client.end();
  else if (then !== "stall") throw new Error(`no such fault: ${then}`);
}

async function write(client, bytes, { piece = bytes.length, pause = 0 }) {
  for (let at = 0; at < bytes.length; at += piece) {
    if (client.destroyed) return;
    client.write(bytes.subarray(at, at + piece));
    if (piece < bytes.length) await sleep(pause);
  }
}

/** Counts a socket for as long as it is open. */
function keep(set, socket) {
  set.add(socket);
  socket.once("close", () => set.delete(socket));
  socket.on("error", () => {}); // the other side broke it: `close` follows
}
