/** Looks at a batch until it is over. Loaded by `batches.wait` alone. */
import { late } from "#late";
import { Abort } from "../abort.js";
import type { Connection } from "../connection.js";
import { Lease } from "../core/instance.js";
import { abortedError, APIConnectionTimeoutError, BatchError, usageError } from "../errors.js";
import type { Batch, BatchWaitOptions } from "../types/batches.js";
import { failed } from "./failed.js";
import { standing } from "./standing.js";

/** Longest timeout and pause: what a timer takes. */
const FOREVER = 2 ** 31 - 1;

/** Looks at it until it is over. */
export async function wait(connection: Connection, id: string, options: BatchWaitOptions): Promise<Batch> {
  const { timeout, interval, onProgress, ...patience } = options;
  const deadline = milliseconds("timeout", timeout) ?? FOREVER;
  const every = milliseconds("interval", interval);
  const api = await late();
  const begun = Date.now();
  const elapsed = (): number => Date.now() - begun;
  let seen: Batch | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const look = { ...patience, operation: "batches.retrieve" as const, id };
    const total = Math.max(deadline - elapsed(), 1);
    const batch = await connection.json<Batch>(timeout === undefined ? look : { ...look, timeout: { total } }).catch((error: unknown) => {
      throw APIConnectionTimeoutError.isInstance(error) && elapsed() >= deadline ? outOfTime(seen) : error;
    });
    seen = batch;
    onProgress?.({ status: batch.status, request_counts: batch.request_counts, batch, attempt, elapsed: elapsed() });
    const state = standing(api, batch);
    if (state === "failed") throw failed(batch);
    if (state === "ended") return batch;
    const waited = elapsed();
    const left = Math.max(deadline - waited, 0);
    const pause = new Lease().run(api, () => api.batch_pause(waited, left));
    if (pause === undefined) throw outOfTime(batch);
    await sleep(every === undefined ? pause : Math.min(every, left), options.signal);
  }
}

function outOfTime(batch: Batch | undefined): BatchError {
  const message = "The batch is not over within `timeout`. It goes on: wait for it again, or cancel it.";
  return new BatchError({ code: "batch_timeout", message, ...(batch && { batch }) });
}

function milliseconds(name: string, value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !(value >= 0)) throw usageError(`\`${name}\` is a number of milliseconds, 0 or more.`);
  return Math.min(Math.round(value), FOREVER);
}

async function sleep(pause: number, signal: AbortSignal | null | undefined): Promise<void> {
  const abort = new Abort(signal);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await abort.race(new Promise<void>((resolve) => (timer = setTimeout(resolve, pause))));
  } catch (reason) {
    throw abortedError(reason);
  } finally {
    clearTimeout(timer);
    abort.release();
  }
}
