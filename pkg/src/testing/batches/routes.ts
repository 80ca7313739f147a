import type { Call } from "../call.js";
import { fileError } from "../errors.js";
import { type Reply, jsonReply } from "../reply.js";
import type { Batch } from "./batch.js";
import { validate } from "./lines.js";
import { pageOf } from "./listing.js";
import { batchRequestOf } from "./request.js";

/** `POST /batches` (reference 16.2). The file is read at once; what is wrong with it is said when validating is over. */
export async function createBatch(call: Call, account: string): Promise<Reply> {
  const request = batchRequestOf(call, account);
  const text = await request.input.file.text();
  const input = validate(text, request.endpoint, call.region, call.settings.limits);
  return batchReply(call.batches.add(account, request, input).show());
}

/** `GET /batches/{id}` */
export async function retrieveBatch(call: Call, account: string, id: string): Promise<Reply> {
  const batch = known(call, account, id);
  await batch.proceed(call);
  return batchReply(batch.show());
}

/**
 * `POST /batches/{id}/cancel`: the answer does not say since when (reference 16.5). That one that has come to an end is
 * refused is the emulator's choice.
 */
export async function cancelBatch(call: Call, account: string, id: string): Promise<Reply> {
  const batch = known(call, account, id);
  if (!(await batch.cancel(call))) throw fileError(400, `Cannot cancel a batch with status '${batch.status}'.`, null);
  return batchReply({ ...batch.show(), cancelling_at: null });
}

/** `GET /batches`: null instead of an empty list (reference 0.23). */
export async function listBatches(call: Call, account: string): Promise<Reply> {
  const batches = call.batches.list(account);
  for (const batch of batches) await batch.proceed(call);
  const { data, has_more } = pageOf(batches, call.url.searchParams);
  return batchReply({
    object: "list",
    data: data.length > 0 ? data.map((batch) => batch.show()) : null,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more,
  });
}

/** Another spelling of the type than elsewhere (reference 1.4). */
function batchReply(body: object): Reply {
  return { ...jsonReply(200, body), headers: { "content-type": "application/json;charset=UTF-8" } };
}

/** Status and body for an unknown id are the emulator's choice (reference 23.5). */
function known(call: Call, account: string, id: string): Batch {
  const batch = call.batches.get(account, id);
  if (!batch) throw fileError(404, `No such batch: ${id}`, "id");
  return batch;
}
