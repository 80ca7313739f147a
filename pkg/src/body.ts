/** The body of a plain answer. */
import { Clock } from "./clock.js";
import { toError } from "./errors.js";
import type { Exchange } from "./exchange.js";

/** A body as text. Whatever it was sent as, it must come without a long silence, and not be larger than a limit. */
export async function readText(response: Response, exchange: Exchange): Promise<string> {
  const { idle, left, body: most } = exchange.bounds;
  const failed = (kind: "stalled" | "decode" | "connection", code: string, message: string, cause?: unknown): unknown =>
    toError({ kind, code, message, cause, status: response.status, requestId: response.headers.get("x-request-id") ?? undefined, headers: response.headers });
  const reader = response.body?.getReader?.();
  let stalled!: (error: unknown) => void;
  const silence = new Promise<never>((_, reject) => (stalled = reject));
  const clock = new Clock(idle, left, (total) =>
    stalled(failed("stalled", total ? "total_timeout" : "idle_timeout", `The answer's body stopped coming: see \`timeout.${total ? "total" : "idle"}\`.`)),
  );
  /** What `reading` brings. */
  const within = async <T>(reading: Promise<T>): Promise<T> => {
    clock.wait();
    const read = await reading.catch((cause: unknown) => {
      throw failed("connection", "body_broken", "The answer's body broke off.", cause);
    });
    clock.came(idle);
    return read;
  };
  const all = async (): Promise<string> => {
    // Some doubles of fetch have no body to read, but can give it whole.
    if (!reader) return within(response.text());
    const decoder = new TextDecoder();
    let text = "";
    let length = 0;
    for (;;) {
      const { done, value } = await within(reader.read());
      if (done) return text + decoder.decode();
      length += value.length;
      if (length > most) throw failed("decode", "body_too_large", "The answer's body has outgrown the limit of what one answer may hold.");
      text += decoder.decode(value, { stream: true });
    }
  };
  try {
    return await exchange.abort.race(Promise.race([silence, all()]));
  } finally {
    clock.stop();
    reader?.cancel().catch(() => undefined);
  }
}
