/** Request bodies: a JSON object read whole within a limit, an upload counted as it streams by. */
import { Refused } from "./rules.js";

/** A JSON object. */
export type Json = Record<string, unknown>;

/** How JSON spells a number: Node 20 cannot say, and TypeScript's library does not know. */
interface Spelling {
  rawJSON?(spelled: string): object;
  isRawJSON?(value: unknown): boolean;
}

const { rawJSON, isRawJSON = () => false }: Spelling = JSON as Spelling;

/** Whether a value of {@link readJson} is a number that JavaScript cannot count exactly. */
export const isSpelled: (value: unknown) => boolean = isRawJSON;

/** What may be a whole number beyond 2^53, which has sixteen digits. Other bodies, nearly all, are read the faster way. */
const LONG = /[:[,]\s*-?\d{16}/;

/**
 * Reads the one JSON object that a body must be. Whole numbers beyond 2^53 stay as they are spelled: a seed may have them
 * (reference 2.1), and so may a tool's schema. Node 20 rounds them. @throws Refused
 */
export async function readJson(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Json> {
  const bytes = body === null ? new Uint8Array() : await readWhole(body, limit);
  const value = parse(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Refused("invalid_json");
  return value as Json;
}

/**
 * Writes a body anew instead of passing it on, so that the service reads what was checked: two parsers may differ on
 * duplicate keys. @throws Refused where the nesting is too deep for JSON.stringify.
 */
export function writeJson(body: Json): string {
  try {
    return JSON.stringify(body);
  } catch {
    throw new Refused("invalid_json");
  }
}

/** The upload, unbuffered. Past the limit it fails with `body_too_large`, after `onExcess` was called. */
export function counted(body: ReadableStream<Uint8Array>, limit: number, onExcess: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        bytes += value.byteLength;
        if (bytes <= limit) return controller.enqueue(value);
        onExcess();
        controller.error(new Refused("body_too_large"));
        await reader.cancel().catch(ignore);
      },
      cancel: (reason) => reader.cancel(reason).catch(ignore),
    },
    { highWaterMark: 0 },
  );
}

/** One growing buffer, not a list of chunks: a body sent byte by byte would take a hundred times its size as objects. */
async function readWhole(body: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const reader = body.getReader();
  let bytes = new Uint8Array(4096);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Refused("client_closed");
    });
    if (done) return bytes.subarray(0, length);
    if (length + value.byteLength > limit) {
      void reader.cancel().catch(ignore);
      throw new Refused("body_too_large");
    }
    if (length + value.byteLength > bytes.byteLength) bytes = grown(bytes, length + value.byteLength);
    bytes.set(value, length);
    length += value.byteLength;
  }
}

function grown(bytes: Uint8Array, needed: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(needed, 2 * bytes.byteLength));
  larger.set(bytes);
  return larger;
}

function parse(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return rawJSON && LONG.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
  } catch {
    throw new Refused("invalid_json");
  }
}

function exact(_: string, value: unknown, context?: { source?: string }): unknown {
  const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value);
  return isRounded && rawJSON && context?.source ? rawJSON(context.source) : value;
}

function ignore(): void {}
