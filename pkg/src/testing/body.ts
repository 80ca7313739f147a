import type { Call } from "./call.js";
import type { Chunking, Settings } from "./options.js";
import type { Reply } from "./reply.js";
import { aborted, pause } from "./waiting.js";

/** Milliseconds between two events that are repeated for ever: without a pause, they would leave a page no time for anything else. */
const REPEAT_MS = 20;

/** The body of a Reply: its pieces at the pace of the settings, and what comes after them. */
export function bodyOf(reply: Reply, { settings, signal }: Call): ReadableStream<Uint8Array> | null {
  if (reply.body === null) return null;
  // Ends the waits when the reader goes away or the caller aborts.
  const stop = new AbortController();
  const pieces = typeof reply.body === "string" ? [reply.body] : paced(reply.body, settings, stop.signal);
  const more = repeated(Array.isArray(reply.after) ? reply.after : [], settings, stop.signal);
  const reads = cut(encoded(pieces, more), reply.chunking ?? settings.chunking);
  return pullDriven(ended(reads, reply.after, stop.signal), stop, signal);
}

type Texts = Iterable<string> | AsyncIterable<string>;

async function* encoded(...parts: readonly Texts[]): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const part of parts) for await (const text of part) yield encoder.encode(text);
}

async function* paced(events: readonly string[], { pace }: Settings, stop: AbortSignal): AsyncGenerator<string> {
  let wait = pace.firstTokenMs;
  for (const event of events) {
    await pause(wait, stop);
    yield event;
    wait = pace.chunkMs;
  }
}

/** The events again and again until the reader goes away: not by itself, `cut` may still be gathering bytes. */
async function* repeated(events: readonly string[], { pace }: Settings, stop: AbortSignal): AsyncGenerator<string> {
  for (let next = 0; events.length > 0; next = (next + 1) % events.length) {
    await pause(Math.max(pace.chunkMs, REPEAT_MS), stop);
    if (stop.aborted) return;
    yield events[next] ?? "";
  }
}

/** The reads, and after the last of them no end but a stall or a broken connection, where the reply says so. */
async function* ended(reads: AsyncGenerator<Uint8Array>, after: Reply["after"], stop: AbortSignal): AsyncGenerator<Uint8Array> {
  yield* reads;
  if (after === "reset") throw new TypeError("terminated"); // as Node says it
  if (after === "stall") await aborted(stop);
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
        try {
          const { done, value } = await pieces.next();
          if (stop.signal.aborted) return;
          if (!done) return controller.enqueue(value);
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        forget();
      },
      cancel() {
        stop.abort();
        forget();
      },
    },
    { highWaterMark: 0 },
  );
}
