// The service as a `fetch` without sockets, so that a call takes the same export calls every time. It knows what it still has open.

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** Answers of the service to the end of the process. */
export class Service {
  /** Bodies that were neither read to their end nor closed, and requests without an answer yet. @type {Set<{ what: string }>} */
  open = new Set();
  /** What answers a request: by the `model` of its body; "" where it has none. */
  #answers = new Map();

  /** @param {string} model @param {(path: string, service: Service, signal: AbortSignal) => Response | Promise<Response>} answer */
  on(model, answer) {
    this.#answers.set(model, answer);
  }

  /** @type {import("qwen-edge").Fetch} */
  fetch = async (url, init = {}) => {
    const { model } = typeof init.body === "string" ? JSON.parse(init.body) : { model: "" };
    const signal = /** @type {AbortSignal} */ (init.signal);
    return this.#answers.get(model)(new URL(url).pathname, this, signal);
  };

  /** A body of these pieces, one a read. `ends` says what comes after the last: the end, or nothing until `push`. */
  body(pieces, signal, ends = true) {
    const entry = { what: `a body that begins with ${pieces[0]?.slice(0, 60)}` };
    const left = [...pieces];
    let source;
    const over = () => this.open.delete(entry);
    this.open.add(entry);
    const stream = new ReadableStream(
      {
        start: (controller) => void (source = controller),
        pull(controller) {
          const piece = left.shift();
          if (piece !== undefined) return controller.enqueue(bytes(piece));
          if (!ends) return new Promise(() => {}); // a read that hangs until the next piece or the abort
          over();
          controller.close();
        },
        cancel: over,
      },
      { highWaterMark: 0 },
    );
    signal?.addEventListener("abort", () => (over(), tryTo(() => source.error(signal.reason))), { once: true });
    return { stream, push: (/** @type {string} */ text) => tryTo(() => source.enqueue(bytes(text))) };
  }

  /** An answer in server-sent events. */
  stream(pieces, signal) {
    return new Response(this.body(pieces, signal).stream, { headers: { "content-type": "text/event-stream", "x-request-id": "r-1" } });
  }

  /** An answer in JSON. */
  json(value, signal, status = 200) {
    return new Response(this.body([JSON.stringify(value)], signal).stream, { status, headers: { "content-type": "application/json", "retry-after-ms": "1" } });
  }
}

/** A body that is closed already refuses everything. */
function tryTo(action) {
  try {
    action();
  } catch {
    // closed
  }
}
