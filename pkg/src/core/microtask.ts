/** Stands for the global function of that name in the glue: a future that traps there would be an error nobody can catch. */
import { poll, Lease } from "./instance.js";

/** Queues what polls the core's futures. */
export function queueMicrotask(run: () => void): void {
  const lease = new Lease();
  globalThis.queueMicrotask(() => poll(lease, run));
}
