// A peer made of the package's own parts: the emulator, the gateway, or the gateway in front of either kind of service.
// The parts are loaded from the built package when the first test asks for them.

export class PackagePeer {
  /** The gateway answers CORS itself and must be seen doing it; the emulator alone is opened by the server. */
  ownCors = false;
  /** @type {(response: import("node:http").ServerResponse) => (request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void} */ #listener = () => () => {};
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
    const handler = gateway ? await behindGateway(gateway, service) : service.fetch;
    peer.#listener = (response) => toNodeListener(handler, { onError: (error) => breakOff(response, error) });
    return peer;
  }

  async answer(request, response, path) {
    this.#open += 1;
    response.once("close", () => {
      this.#open -= 1;
      if (!response.writableFinished) this.#closed += 1;
    });
    request.url = path;
    this.#listener(response)(request, response);
  }
}

/** The emulator's fault `network-error` rejects: over a socket that must be a connection that breaks. Whatever else is thrown is told. */
function breakOff(response, error) {
  if (error instanceof TypeError && error.message === "fetch failed") response.socket?.destroy();
  else console.error("the package's peer:", error);
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
