import type { Call } from "./call.js";
import type { Chunking, Settings } from "./options.js";
import type { Reply } from "./reply.js";
import { pause } from "./waiting.js";

/** The Response for a Reply: the service's headers (reference 1.4), CORS where it is open, the body at its pace. */
export function send(reply: Reply, call: Call): Response {
  const headers = new Headers(reply.outside ? outerHeaders() : serviceHeaders(call));
  for (const [name, value] of Object.entries(reply.headers)) headers.set(name, value);
  if (call.settings.cors === "open") openCors(headers);
  return new Response(bodyOf(reply, call), { status: reply.status, headers });
}

function outerHeaders(): Record<string, string> {
  return {
    vary: "Origin,Access-Control-Request-Method,Access-Control-Request-Headers, Accept-Encoding",
    date: new Date().toUTCString(),
    server: "istio-envoy",
  };
}

function serviceHeaders(call: Call): Record<string, string> {
  const now = call.settings.now();
  const cost = String(now - call.arrivedAt);
  return {
    ...outerHeaders(),
    "x-request-id": call.requestId,
    "x-dashscope-call-gateway": "true",
    "req-cost-time": cost,
    "req-arrive-time": String(call.arrivedAt),
    "resp-start-time": String(now),
    "x-envoy-upstream-service-time": cost,
    // Browsers drop this one when a page builds a Response; servers see it, and gateways must strip it.
    "set-cookie": `acw_tc=${call.requestId};path=/;HttpOnly;Max-Age=1800`,
  };
}

function openCors(headers: Headers): void {
  headers.set("access-control-allow-origin", "*");
  headers.set("access-control-expose-headers", "x-request-id, x-dashscope-partialresponse, x-emulator-usage");
}

function bodyOf(reply: Reply, call: Call): ReadableStream<Uint8Array> | null {
  if (reply.body === null) return null;
  const { settings, signal } = call;
  // Ends the waits when the reader goes away or the caller aborts.
  const stop = new AbortController();
  const pieces = typeof reply.body === "string" ? encoded(reply.body) : paced(reply.body, settings, stop.signal);
  return pullDriven(cut(pieces, settings.chunking), stop, signal);
}

async function* encoded(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

async function* paced(events: readonly string[], { pace }: Settings, stop: AbortSignal): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let wait = pace.firstTokenMs;
  for (const event of events) {
    await pause(wait, stop);
    yield encoder.encode(event);
    wait = pace.chunkMs;
  }
}

/** Cuts the bytes anew: exactly `chunking` bytes a read and the rest in the last; `"events"` leaves them as they are. */
async function* cut(pieces: AsyncGenerator<Uint8Array>, chunking: Chunking): AsyncGenerator<Uint8Array> {
  if (chunking === "events") return yield* pieces;
  let held = new Uint8Array(0);
  for await (const piece of pieces) {
    held = joined(held, piece);
    for (; held.length >= chunking; held = held.subarray(chunking)) yield held.slice(0, chunking);
  }
  if (held.length > 0) yield held;
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

/** A stream that makes a piece only when one is asked for, and errors with the signal's reason when that is aborted. */
function pullDriven(
  pieces: AsyncGenerator<Uint8Array>,
  stop: AbortController,
  signal: AbortSignal | null,
): ReadableStream<Uint8Array> {
  let forget = (): void => undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const onAbort = (): void => {
          stop.abort();
          controller.error(signal?.reason);
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        forget = () => signal?.removeEventListener("abort", onAbort);
      },
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (stop.signal.aborted) return;
        if (!done) return controller.enqueue(value);
        forget();
        controller.close();
      },
      cancel() {
        stop.abort();
        forget();
      },
    },
    { highWaterMark: 0 },
  );
}
