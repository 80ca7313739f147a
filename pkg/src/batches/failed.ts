/** The error of a batch whose input the service has refused. */
import { BatchError } from "../errors.js";
import type { Batch } from "../types/batches.js";

/** Says the first reason; all are in its `errors`. */
export function failed(batch: Batch): BatchError {
  const errors = batch.errors?.data ?? [];
  const [first] = errors;
  const why = first ? `: ${first.line == null ? "" : `line ${first.line}: `}${first.message} (${first.code})` : "";
  const more = errors.length > 1 ? `, and ${errors.length - 1} more (see \`errors\`)` : "";
  return new BatchError({ code: "batch_failed", message: `The service has refused the input of the batch${why}${more}. Nothing was done.`, batch });
}
