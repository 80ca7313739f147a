/**
 * The running instance of the client's wasm, and what becomes of it: a trap is fatal to an instance, whose memory it
 * leaves in the middle of something. So the instance is replaced, the call that trapped fails, and so does whatever else
 * lived in it: calls at once, streams when they next need it.
 *
 * Where the wasm is two modules (`core/late`), their instances are one to all that follows: they are replaced together.
 */
import { APIConnectionError, QwenError } from "../errors.js";

/** What wasm-bindgen's glue offers for it. */
interface Instance {
  /** Starts a new instance of the same module. */
  __wbg_reset_state(): void;
}

const running = new Set<Instance>();
let generation = 0;
/** Told when the instance is replaced: calls that wait for the service, not for the core. */
const waiting = new Set<() => void>();

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
  run<R>(api: Instance, use: () => R): R {
    if (this.isLost) throw lost();
    running.add(api);
    try {
      return use();
    } catch (thrown) {
      throw this.blame(thrown);
    }
  }

  /** What a use has thrown, as it is to be told. A trap costs the instance. */
  blame(thrown: unknown): unknown {
    if (told(thrown)) return thrown;
    replace();
    return failed(thrown);
  }

  /** What `promise` brings, but as soon as the instance is lost: undefined. */
  async wait<T>(promise: Promise<T>): Promise<T | undefined> {
    let lose!: () => void;
    const loss = new Promise<undefined>((resolve) => (lose = () => resolve(undefined)));
    waiting.add(lose);
    try {
      return await Promise.race([loss, promise]);
    } finally {
      waiting.delete(lose);
    }
  }
}

/** Whether the core has thrown this by intent. Everything else has torn it out of its work. */
function told(thrown: unknown): boolean {
  return typeof thrown === "object" && thrown !== null && "kind" in thrown;
}

/** Replaces the instance. */
function replace(): void {
  generation += 1;
  for (const api of running) {
    try {
      api.__wbg_reset_state();
    } catch {
      // No memory for another: the next call traps, and tries again.
    }
  }
  for (const lose of [...waiting]) lose();
}

function failed(cause: unknown): QwenError {
  return new QwenError({ code: "core_failed", message: "The core of qwen-edge has failed in this call (see `cause`): please report it. Other calls go on.", cause });
}

/** Whatever lived in an instance that is gone. */
export function lost(): APIConnectionError {
  return new APIConnectionError({ kind: "connection", code: "core_reset", message: "The core was restarted because another call made it fail, and this call was lost. Ask again." });
}
