/** The results of a batch, read one by one. Loaded by `batches.results` alone. */
import { core } from "#core";
import { late } from "#late";
import { Abort } from "../abort.js";
import type { Connection } from "../connection.js";
import { abortedError, BatchError, TruncatedStreamError, usageError } from "../errors.js";
import type { RequestOptions } from "../options.js";
import type { Batch, BatchResult } from "../types/batches.js";
import { failed } from "./failed.js";
import { linesOf } from "./file.js";
import { Reading } from "./result.js";
import { standing } from "./standing.js";

const DONE = { done: true, value: undefined } as const;

/** The results as an iterator whose `return()` does not queue behind a read that hangs, as a generator's own does. */
export function results<T>(connection: Connection, batch: string | Batch, options: RequestOptions): AsyncIterator<BatchResult<T>, undefined, undefined> {
  const abort = new Abort(options.signal);
  const { signal } = abort.controller;
  const items = read<T>(connection, batch, { ...options, signal });
  let left = false;
  return {
    async next() {
      try {
        if (signal.aborted && !left) throw abortedError(signal.reason); // also between two lines of one read
        const item = await items.next();
        if (item.done) abort.release();
        return left ? DONE : item;
      } catch (error) {
        abort.release();
        if (left) return DONE;
        void items.return(undefined).catch(() => undefined);
        throw error;
      }
    },
    async return() {
      left = true;
      abort.release();
      abort.controller.abort(); // closes the connection under a read
      void items.return(undefined).catch(() => undefined);
      return DONE;
    },
  };
}

async function* read<T>(connection: Connection, given: string | Batch, options: RequestOptions): AsyncGenerator<BatchResult<T>, undefined, undefined> {
  const api = await late();
  if (typeof given !== "string" && typeof given?.id !== "string") throw usageError("batches.results takes the id of a batch, or the batch.");
  const retrieve = (id: string): Promise<Batch> => connection.json<Batch>({ ...options, operation: "batches.retrieve", id });
  let batch = typeof given === "string" ? await retrieve(given) : given;
  if (standing(api, batch) === "underway" && batch === given) batch = await retrieve(batch.id); // it may be over by now
  if (standing(api, batch) === "underway") {
    throw new BatchError({ code: "batch_underway", message: `The batch is not over: it is ${JSON.stringify(batch.status)}. Wait for it with \`batches.wait\`.`, batch });
  }
  if (standing(api, batch) === "failed") throw failed(batch);
  const reading = new Reading<T>(await core());
  for (const id of [batch.output_file_id, batch.error_file_id]) {
    if (id) for await (const line of linesOf(connection, id, options)) yield reading.result(line);
  }
  checkCount(batch, reading);
  return undefined;
}

/**
 * A connection that is cut between two lines may look like its proper end: then the batch knows better. Of requests that
 * failed, only a completed batch is sure to list all.
 */
function checkCount({ status, request_counts: counts }: Batch, { answers, all }: Reading<unknown>): void {
  const { completed = 0, failed: refused = 0 } = counts ?? {};
  if (answers >= completed && (status !== "completed" || all >= completed + refused)) return;
  throw new TruncatedStreamError({
    kind: "truncated",
    code: "results_missing",
    message: `The batch counts ${completed} answers and ${refused} failures, but its files gave ${answers} answers of ${all} results: the connection may have been cut. Read them again.`,
  });
}
