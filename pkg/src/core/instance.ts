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

/** Tells a call under way that its instance is gone, and why: a future that died in it will never settle. */
type Tell = (why: unknown) => void;

const running = new Set<Instance>();
let last: Instance | undefined;
let generation = 0;
const calls = new Set<Tell>();
/** The calls whose futures are to be polled next: one of them has trapped, where a poll does. */
const polled = new Set<Tell>();

/** One use of the core's present instance: a call, a stream. */
export class Lease {
  readonly #generation = generation;
  #tell: Tell = () => undefined;

  /** Whether the instance has been replaced since. */
  get isLost(): boolean {
    return this.#generation !== generation;
  }

  /**
   * What `use` brings of the core, given the rest.
   *
   * @throws {APIConnectionError} `code: "core_reset"` where the instance is gone because something else has trapped.
   * @throws {QwenError} `code: "core_failed"` where this has.
   */
  run<R, H = undefined, A = undefined, B = undefined, C = undefined>(api: Instance, use: (held: H, a: A, b: B, c: C) => R, held?: H, a?: A, b?: B, c?: C): R {
    if (this.isLost) throw lost();
    if (api !== last) running.add((last = api)); // a set is looked into at no read
    try {
      return use(held as H, a as A, b as B, c as C);
    } catch (thrown) {
      if (told(thrown)) throw thrown;
      replace(() => false, thrown);
      throw failed(thrown);
    }
  }

  /** What the future that `use` starts brings; where it traps, that shows in {@link poll}. */
  async future<T>(api: Instance, use: () => Promise<T>): Promise<T> {
    const loss = new Promise<never>((_, reject) => (this.#tell = reject));
    loss.catch(() => undefined);
    calls.add(this.#tell);
    polled.add(this.#tell);
    try {
      return await Promise.race([loss, this.run(api, use)]);
    } catch (thrown) {
      // The promise's constructor swallows a trap within it.
      if (this.isLost || !trapped(thrown)) throw thrown;
      replace(() => false, thrown);
      throw failed(thrown);
    } finally {
      calls.delete(this.#tell);
      polled.delete(this.#tell);
    }
  }

  /** A promise as a future of the core takes it: one that is lost is never called back. */
  promised<T>(promise: Promise<T>): PromiseLike<T> {
    const call = <V>(back: ((value: V) => unknown) | null | undefined) => (value: V): void => {
      if (this.isLost) return;
      polled.add(this.#tell);
      attempt(() => back?.(value));
    };
    const then = (ok?: ((value: T) => unknown) | null, no?: ((reason: unknown) => unknown) | null): Promise<void> => promise.then(call(ok), call(no));
    return { then } as PromiseLike<T>;
  }
}

/** Polls the futures that can go on, unless their instance has gone since `lease` was taken. */
export function poll(lease: Lease, run: () => void): void {
  if (lease.isLost) return;
  attempt(run);
  polled.clear();
}

/** Runs what the core has left to be called back: nobody else would see it trap. */
function attempt(run: () => void): void {
  try {
    run();
  } catch (thrown) {
    replace((tell) => polled.has(tell), thrown);
  }
}

/** Whether the core has thrown this by intent. Everything else has torn it out of its work. */
function told(thrown: unknown): boolean {
  return typeof thrown === "object" && thrown !== null && "kind" in thrown;
}

/** Engines tell an exhausted stack by errors of their own. */
function trapped(thrown: unknown): boolean {
  return thrown instanceof WebAssembly.RuntimeError || thrown instanceof RangeError || (thrown as Error | null)?.name === "InternalError";
}

/** Replaces the instance, and tells the calls that lived in it. */
function replace(isVictim: (tell: Tell) => boolean, cause: unknown): void {
  generation += 1;
  for (const api of running) {
    try {
      api.__wbg_reset_state();
    } catch {
      // No memory for another: the next call traps, and tries again.
    }
  }
  for (const tell of [...calls]) tell(isVictim(tell) ? failed(cause) : lost());
  polled.clear();
}

function failed(cause: unknown): QwenError {
  return new QwenError({ code: "core_failed", message: "The core of qwen-edge has failed in this call (see `cause`): please report it. A new one is running; other calls go on.", cause });
}

function lost(): APIConnectionError {
  return new APIConnectionError({ kind: "connection", code: "core_reset", message: "The core was restarted because another call made it fail, and this call was lost with it. Ask again." });
}
