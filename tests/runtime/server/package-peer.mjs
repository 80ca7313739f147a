// A peer made of the package's own parts: the emulator, the gateway, or the gateway in front of either kind of service.
// The parts are loaded from the built package when the first test asks for them.

export class PackagePeer {
  /** The gateway answers CORS itself and must be seen doing it; the emulator alone is opened by the server. */
  ownCors = false;
  /** @type {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void} */ #listener = () => {};
  #open = 0;
  #closed = 0;
  #seen = () => ({ requests: /** @type {object[]} */ ([]) });

  /** What the peer has seen: `requests` as the service got them; `open` and `closed` count answers at this door. */
  get seen() {
    return { ...this.#seen(), open: this.#open, closed: this.#closed };
  }

  /**
   * @param {{ emulator?: object, gateway?: object, cors?: string }} script
   * @param {{ baseURL: string, seen: { requests: object[] } } | undefined} upstream a hand-written service instead of the emulator
   */
  static async from({ emulator, gateway, cors }, upstream) {
    const { toNodeListener } = await import("qwen-edge/node");
    const peer = new PackagePeer();
    const service = upstream ? handWritten(upstream) : await emulated(emulator);
    peer.#seen = service.seen;
    peer.ownCors = gateway !== undefined || cors === "strict";
    peer.#listener = toNodeListener(gateway ? await behindGateway(gateway, service) : service.fetch);
    return peer;
  }

  async answer(request, response, path) {
    this.#open += 1;
    response.once("close", () => {
      this.#open -= 1;
      if (!response.writableFinished) this.#closed += 1;
    });
    request.url = path;
    this.#listener(request, response);
  }
}

function handWritten(upstream) {
  return { fetch, baseURL: upstream.baseURL, seen: () => ({ requests: upstream.seen.requests, upstream: upstream.seen }) };
}

async function emulated(options) {
  const { createEmulator } = await import("qwen-edge/testing");
  const emulator = createEmulator(options);
  return { fetch: emulator.fetch, baseURL: "https://emulator.invalid/compatible-mode/v1", seen: () => ({ requests: emulator.requests }) };
}

async function behindGateway(options, service) {
  const { createGateway } = await import("qwen-edge/gateway");
  return createGateway({ apiKey: "sk-held-by-the-gateway", baseURL: service.baseURL, fetch: service.fetch, ...options });
}
