// The course of a batch (reference 16.2, 16.3, 16.5).
import assert from "node:assert/strict";
import test from "node:test";
import { batchService, line } from "./batch.mjs";
import { BASE } from "./service.mjs";

const lines = (count) => Array.from({ length: count }, (_, index) => line(`${index}`, `Question ${index}`));

test("a batch is created in wire order, validating, with all that is not known yet null", async () => {
  const { input, begin } = batchService({ now: () => 1_776_414_394_500 });
  const id = await input(lines(2));
  const response = await begin(id, { metadata: { ds_name: "job", ds_description: "text" } });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json;charset=UTF-8");
  const text = await response.text();
  const batch = JSON.parse(text).id;
  assert.match(batch, /^batch_[0-9a-f-]{36}$/);
  assert.equal(
    text,
    `{"id":"${batch}","object":"batch","endpoint":"/v1/chat/completions","errors":null,"input_file_id":"${id}","completion_window":"24h","status":"validating","output_file_id":null,"error_file_id":null,"created_at":1776414394,"in_progress_at":null,"expires_at":null,"finalizing_at":null,"completed_at":null,"failed_at":null,"expired_at":null,"cancelling_at":null,"cancelled_at":null,"request_counts":{"total":0,"completed":0,"failed":0},"metadata":{"ds_name":"job","ds_description":"text"}}`,
  );
});

test("each poll shows the next state, and half of the lines are answered in the middle", async () => {
  const { create, poll } = batchService();
  let batch = await create(lines(10));
  const seen = [];
  while (batch.status !== "completed") {
    batch = await poll(batch);
    seen.push([batch.status, batch.request_counts]);
  }
  assert.deepEqual(seen, [
    ["in_progress", { total: 10, completed: 5, failed: 0 }],
    ["finalizing", { total: 10, completed: 10, failed: 0 }],
    ["completed", { total: 10, completed: 10, failed: 0 }],
  ]);
  assert.match(batch.output_file_id, /^file-batch_output-[0-9a-f]{24}$/);
  assert.equal(batch.error_file_id, null);
  assert.equal(batch.expires_at, null);
  assert.deepEqual(await poll(batch), batch);
});

test("with more polls a state, the counts grow from poll to poll", async () => {
  const { create, poll } = batchService({ batches: { polls: 4 } });
  const batch = await create(lines(10));
  const completed = [];
  for (let last; last?.status !== "finalizing"; ) {
    last = await poll(batch);
    if (last.status === "in_progress") completed.push(last.request_counts.completed);
  }
  assert.deepEqual(completed, [2, 4, 6, 8]);
});

test("by the clock, a batch is as far as its time, however seldom somebody asks", async () => {
  let now = 1_764_500_000_000;
  const { create, poll } = batchService({ now: () => now, batches: { ms: 10_000, polls: 0 } });
  const batch = await create(lines(10));
  now += 9_999;
  assert.equal((await poll(batch)).status, "validating");
  now += 5_001;
  const half = await poll(batch);
  assert.deepEqual([half.status, half.request_counts.completed], ["in_progress", 5]);
  now += 100_000;
  const done = await poll(batch);
  assert.equal(done.status, "completed");
  assert.deepEqual(
    [done.in_progress_at, done.finalizing_at, done.completed_at].map((at) => at - done.created_at),
    [10, 20, 30],
  );
});

test("a batch that stays where it is can be made", async () => {
  const { create, poll } = batchService({ batches: { polls: Infinity } });
  const batch = await create(lines(1));
  for (let polls = 0; polls < 20; polls += 1) assert.equal((await poll(batch)).status, "validating");
});

test("two polls at once do not answer a line twice", async () => {
  const { create, poll, end, results } = batchService();
  const batch = await create(lines(30));
  await Promise.all([poll(batch), poll(batch), poll(batch)]);
  const { output_file_id, request_counts } = await end(batch);
  assert.equal(request_counts.completed, 30);
  assert.equal(new Set((await results(output_file_id)).map(({ custom_id }) => custom_id)).size, 30);
});

test("a window that is over ends the batch as expired, with the lines that were answered in the output", async () => {
  let now = 1_764_500_000_000;
  const { create, poll, results } = batchService({ now: () => now });
  const batch = await create(lines(10), { completion_window: "2d" });
  await poll(batch);
  now += 2 * 86_400_000;
  const expired = await poll(batch);
  assert.equal(expired.status, "expired");
  assert.equal(expired.expired_at, now / 1000);
  assert.deepEqual(expired.request_counts, { total: 10, completed: 5, failed: 5 });
  assert.equal((await results(expired.output_file_id)).length, 5);
  const failed = await results(expired.error_file_id);
  assert.deepEqual(failed.map(({ error }) => error.code), Array(5).fill("batch_expired"));
});

test("the fault batch-expired lets one batch expire", async () => {
  const { create, end, requests } = batchService({ faults: ["batch-expired"] });
  const first = await end(await create(lines(4)));
  assert.deepEqual([first.status, first.request_counts], ["expired", { total: 4, completed: 2, failed: 2 }]);
  assert.equal((await end(await create(lines(4)))).status, "completed");
  assert.deepEqual(requests.filter(({ fault }) => fault).map(({ method, fault }) => [method, fault]), [["POST", "batch-expired"]]);
});

test("cancelling says so first without a time, then cancelled with both, and the rest has failed", async () => {
  const { create, poll, cancel, end, results } = batchService();
  const batch = await create(lines(10));
  await poll(batch);
  const response = await cancel(batch);
  assert.equal(response.status, 200);
  const cancelling = await response.json();
  assert.deepEqual([cancelling.status, cancelling.cancelling_at, cancelling.cancelled_at], ["cancelling", null, null]);
  const cancelled = await end(cancelling);
  assert.equal(cancelled.status, "cancelled");
  assert.equal(typeof cancelled.cancelling_at, "number");
  assert.equal(typeof cancelled.cancelled_at, "number");
  assert.deepEqual(cancelled.request_counts, { total: 10, completed: 5, failed: 5 });
  assert.equal((await results(cancelled.output_file_id)).length, 5);
  assert.match(cancelled.error_file_id, /^file-batch_output-/);
  assert.equal((await results(cancelled.error_file_id)).length, 5);
});

test("a batch can be cancelled before it began, and twice, but not when it has ended", async () => {
  const { create, cancel, end } = batchService();
  const batch = await create(lines(3));
  assert.equal((await (await cancel(batch)).json()).status, "cancelling");
  assert.equal((await cancel(batch)).status, 200);
  const cancelled = await end(batch);
  assert.deepEqual([cancelled.request_counts, cancelled.output_file_id], [{ total: 3, completed: 0, failed: 3 }, null]);
  const again = await cancel(batch);
  assert.equal(again.status, 400);
  assert.equal((await again.json()).error.message, "Cannot cancel a batch with status 'cancelled'.");
});

test("a batch is known to its own account, for thirty days, and until a reset", async () => {
  let now = 1_764_500_000_000;
  const { create, get, fetch, reset } = batchService({ now: () => now });
  const { id } = await create(lines(1));
  const status = async () => (await get(`/batches/${id}`)).status;
  const other = await fetch(`${BASE}/batches/${id}`, { headers: { authorization: "Bearer sk-another" } });
  assert.deepEqual([await status(), other.status], [200, 404]);
  now += 29 * 86_400_000;
  assert.equal(await status(), 200);
  now += 86_400_000;
  assert.equal(await status(), 404);
  const second = await create(lines(1));
  reset();
  assert.equal((await get(`/batches/${second.id}`)).status, 404);
});

for (const batches of [{ ms: -1 }, { polls: -1 }, { polls: NaN }, { ms: "1" }]) {
  test(`an emulator with batches ${JSON.stringify(batches)} is not made`, () => {
    assert.throws(() => batchService({ batches }), RangeError);
  });
}
