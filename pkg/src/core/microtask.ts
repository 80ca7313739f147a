/** Stands for the global function of that name in the glue: a future that traps there would be an error nobody can catch. */
import { guarded } from "./instance.js";

/** Queues what polls the core's futures. */
export function queueMicrotask(run: () => void): void {
  globalThis.queueMicrotask(() => guarded(run));
}
