/**
 * The running instance of the client's wasm, and what becomes of it: a trap is fatal to an instance, whose memory it
 * leaves in the middle of something. So the instance is replaced, the call that trapped fails, and so does whatever else
 * lived in it: calls at once, streams when they next need it.
 */
import { APIConnectionError, QwenError } from "../errors.js";

/** What wasm-bindgen's glue offers for it. */
interface Instance {
  /** Starts a new instance of the same module. */
  __wbg_reset_state(): void;
}

let running: Instance | undefined;
let generation = 0;
/** Tells the calls under way that their instance is gone: a future that died in it will never settle. */
const calls = new Set<() => void>();

/** One use of the core's present instance: a call, a stream. */
export class Lease {
  readonly #generation = generation;

  /** Whether the instance has been replaced since. */
  get isLost(): boolean {
    return this.#generation !== generation;
  }

  /**
   * What `use` brings of the core.
   *
   * @throws {APIConnectionError} `code: "core_reset"` where the instance is gone because something else has trapped.
   * @throws {QwenError} `code: "core_failed"` where this has.
   */
  run<T>(api: Instance, use: () => T): T {
    if (this.isLost) throw lost();
    running = api;
    try {
      return use();
    } catch (thrown) {
      throw trapped(thrown) ? failed(thrown) : thrown;
    }
  }

  /** What the future that `use` starts brings. A trap in it shows nowhere else but in {@link guarded}. */
  async future<T>(api: Instance, use: () => Promise<T>): Promise<T> {
    let forget = (): void => undefined;
    const loss = new Promise<never>((_, reject) => {
      const tell = (): void => reject(lost());
      calls.add(tell);
      forget = () => calls.delete(tell);
    });
    try {
      return await Promise.race([loss, this.run(api, use)]);
    } finally {
      forget();
      loss.catch(() => undefined);
    }
  }

  /** A promise as a future of the core takes it: one that is lost is never called back. */
  promised<T>(promise: Promise<T>): PromiseLike<T> {
    const call = <V>(back: ((value: V) => unknown) | null | undefined) => (value: V): void => {
      if (!this.isLost) guarded(() => back?.(value));
    };
    const then = (ok?: ((value: T) => unknown) | null, no?: ((reason: unknown) => unknown) | null): Promise<void> => promise.then(call(ok), call(no));
    return { then } as PromiseLike<T>;
  }
}

/** Runs what the core has left to be called back: nobody else would see it trap. */
export function guarded(run: () => void): void {
  try {
    run();
  } catch (thrown) {
    if (!trapped(thrown)) throw thrown;
  }
}

/** Replaces the instance if `thrown` is a trap; engines tell an exhausted stack by errors of their own. */
function trapped(thrown: unknown): boolean {
  if (!(thrown instanceof WebAssembly.RuntimeError || thrown instanceof RangeError || (thrown as Error | null)?.name === "InternalError")) return false;
  generation += 1;
  try {
    running?.__wbg_reset_state();
  } catch {
    // No memory for another: the next call traps, and tries again.
  }
  for (const tell of [...calls]) tell();
  return true;
}

function failed(cause: unknown): QwenError {
  return new QwenError({ code: "core_failed", message: "The core of qwen-edge has failed in this call (see `cause`): please report it. A new one is running; other calls go on.", cause });
}

function lost(): APIConnectionError {
  return new APIConnectionError({ kind: "connection", code: "core_reset", message: "The core was restarted because another call made it fail, and this call was lost with it. Ask again." });
}
