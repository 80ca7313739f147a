// The results of a batch (reference 16.6) and the list of batches (16.4).
import assert from "node:assert/strict";
import test from "node:test";
import { batchService, line } from "./batch.mjs";
import { ROLE, system, user } from "./service.mjs";

const questions = (count, more) => Array.from({ length: count }, (_, index) => line(`q${index}`, `Question ${index}`, more));

/** The results of a batch with these lines. */
async function done(lines, options) {
  const emulator = batchService(options);
  const batch = await emulator.end(await emulator.create(lines));
  const read = (id) => (id ? emulator.results(id) : []);
  return { ...emulator, batch, outputs: await read(batch.output_file_id), failures: await read(batch.error_file_id) };
}

test("an output line has the short form of a completion, key by key", async () => {
  const { outputs } = await done(questions(1));
  const { id, response } = outputs[0];
  const { created, usage, choices } = response.body;
  assert.equal(
    JSON.stringify(outputs[0]),
    `{"id":"${id}","custom_id":"q0","response":{"status_code":200,"request_id":"${id}","body":{"created":${created},"usage":{"completion_tokens":${usage.completion_tokens},"prompt_tokens":${usage.prompt_tokens},"total_tokens":${usage.total_tokens}},"model":"qwen-plus","id":"chatcmpl-${id}","choices":[{"finish_reason":"stop","index":0,"message":{"role":"assistant","content":${JSON.stringify(choices[0].message.content)}}}],"object":"chat.completion"}},"error":null}`,
  );
});

test("every line is answered as chat would answer it, and the lines come in another order", async () => {
  const { outputs } = await done(questions(7));
  const ids = outputs.map(({ custom_id }) => custom_id);
  assert.notDeepEqual(ids, ids.toSorted());
  assert.deepEqual(ids.toSorted(), ["q0", "q1", "q2", "q3", "q4", "q5", "q6"]);
  for (const { custom_id, response } of outputs) {
    assert.match(response.body.choices[0].message.content, new RegExp(`Question ${custom_id.slice(1)}\\b`));
  }
  assert.deepEqual((await done(questions(2))).outputs.map(({ custom_id }) => custom_id), ["q1", "q0"]);
});

test("models that only stream are answered too, with their thinking", async () => {
  const { outputs } = await done([line("1", "Hi", { body: { model: "qwq-plus" } })]);
  const { choices, usage } = outputs[0].response.body;
  assert.ok(choices[0].message.reasoning_content.length > 0);
  assert.ok(usage.completion_tokens_details.reasoning_tokens > 0);
});

test("Qwen-Long reads the files that its lines name", async () => {
  const emulator = batchService();
  const file = await emulator.file("bridge.txt", "The bridge is 42 metres long.");
  const messages = [ROLE, system(`fileid://${file}`), user("How long is the bridge?")];
  const lines = [line("1", "", { body: { model: "qwen-long", messages } })];
  const { output_file_id } = await emulator.end(await emulator.create(lines));
  const [{ response }] = await emulator.results(output_file_id);
  assert.match(response.body.choices[0].message.content, /> The bridge is 42 metres long\./);
});

test("lines that chat would refuse stand in the error file, with and without a response in turns", async () => {
  const hot = { body: { temperature: 5 } };
  const lines = [line("good", "Hi"), line("hot", "Hi", hot), line("empty", "", { body: { messages: [] } }), line("stream", "Hi", { body: { stream: true } })];
  const { batch, outputs, failures } = await done(lines);
  assert.equal(batch.status, "completed");
  assert.deepEqual(batch.request_counts, { total: 4, completed: 1, failed: 3 });
  assert.deepEqual(outputs.map(({ custom_id }) => custom_id), ["good"]);
  const byId = Object.fromEntries(failures.map((failure) => [failure.custom_id, failure]));
  for (const { id } of failures) assert.match(id, /^[0-9a-f-]{36}$/);
  assert.deepEqual(Object.keys(byId.hot), ["id", "custom_id", "response", "error"]);
  assert.equal(byId.hot.response, null);
  assert.deepEqual(byId.hot.error, { code: "invalid_parameter_error", message: "Temperature should be in [0.0, 2.0)" });
  const { response, error } = byId.empty;
  assert.deepEqual([response.status_code, response.body.error.message], [400, "[] is too short"]);
  assert.deepEqual(error, { code: "invalid_parameter_error", message: "[] is too short" });
  assert.match(byId.stream.error.message, /stream/);
});

test("a batch whose lines all fail is completed without an output file", async () => {
  const { batch } = await done(questions(2, { body: { temperature: 5 } }));
  assert.deepEqual([batch.status, batch.output_file_id], ["completed", null]);
  assert.match(batch.error_file_id, /^file-batch_output-[0-9a-f]{24}$/);
});

test("a result is a file like others, and its content comes without a type, in many reads", async () => {
  const { batch, get } = await done(questions(200));
  const file = await (await get(`/files/${batch.output_file_id}`)).json();
  assert.deepEqual([file.purpose, file.status], ["batch_output", "processed"]);
  const listed = await (await get("/files?purpose=batch_output")).json();
  assert.deepEqual(listed.data, [file]);
  const response = await get(`/files/${batch.output_file_id}/content`);
  assert.equal(response.headers.get("content-type"), null);
  let bytes = 0;
  let reads = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    reads += 1;
  }
  assert.equal(bytes, file.bytes);
  assert.ok(reads > 1, `${reads} reads`);
});

test("the greatest batch is done", async () => {
  const { batch, outputs } = await done(questions(50_000));
  assert.deepEqual(batch.request_counts, { total: 50_000, completed: 50_000, failed: 0 });
  assert.equal(new Set(outputs.map(({ custom_id }) => custom_id)).size, 50_000);
});

/** Five batches, a second apart from noon in Beijing on 12 November 2025, of two files in turns. */
async function fiveBatches() {
  let now = Date.parse("2025-11-12T12:00:00+08:00");
  const emulator = batchService({ now: () => now, batches: { polls: 9 } });
  const files = [await emulator.input(questions(1)), await emulator.input(questions(1))];
  const ids = [];
  for (let index = 0; index < 5; index += 1) {
    const metadata = index === 0 ? undefined : { ds_name: `nightly job ${index}` };
    ids.push((await (await emulator.begin(files[index % 2], { metadata })).json()).id);
    now += 1000;
  }
  const list = async (query) => (await emulator.get(`/batches${query}`)).json();
  return { ...emulator, ids, files, list, indexes: async (query) => (await list(query)).data?.map(({ id }) => ids.indexOf(id)) };
}

test("no batch is null, not an empty list", async () => {
  const response = await batchService().get("/batches");
  assert.equal(await response.text(), '{"object":"list","data":null,"first_id":null,"last_id":null,"has_more":false}');
  const { list } = await fiveBatches();
  assert.equal((await list("?ds_name=nothing")).data, null);
});

test("batches come newest first, page by page", async () => {
  const { ids, list } = await fiveBatches();
  const all = await list("");
  assert.deepEqual(Object.keys(all), ["object", "data", "first_id", "last_id", "has_more"]);
  assert.deepEqual(all.data.map(({ id }) => id), ids.toReversed());
  const first = await list("?limit=2");
  assert.deepEqual([first.first_id, first.last_id, first.has_more], [ids[4], ids[3], true]);
  const last = await list(`?limit=3&after=${first.last_id}`);
  assert.deepEqual([last.first_id, last.last_id, last.has_more], [ids[2], ids[0], false]);
});

test("the default page has twenty", async () => {
  const { input, begin, get } = batchService();
  const file = await input(questions(1));
  for (let count = 0; count < 21; count += 1) await begin(file);
  const { data, has_more } = await (await get("/batches")).json();
  assert.deepEqual([data.length, has_more], [20, true]);
});

test("a list can be narrowed by name, input, status and time", async () => {
  const { ids, files, indexes, cancel } = await fiveBatches();
  assert.deepEqual(await indexes("?ds_name=job"), [4, 3, 2, 1]);
  assert.deepEqual(await indexes("?ds_name=job%203"), [3]);
  assert.deepEqual(await indexes(`?input_file_ids=${files[1]}`), [3, 1]);
  assert.deepEqual(await indexes(`?input_file_ids=${files.join(",")}`), [4, 3, 2, 1, 0]);
  await cancel({ id: ids[2] });
  assert.deepEqual(await indexes("?status=cancelling"), [2]);
  assert.deepEqual(await indexes("?status=cancelling,validating"), [4, 3, 2, 1, 0]);
  assert.deepEqual(await indexes("?create_after=20251112120003"), [4, 3]);
  assert.deepEqual(await indexes("?create_before=20251112120001"), [1, 0]);
});

for (const query of ["?limit=0", "?limit=101", "?limit=x", "?create_after=yesterday", `?input_file_ids=${Array(21).fill("f").join(",")}`]) {
  test(`the list refuses ${query.slice(0, 30)}`, async () => {
    assert.equal((await batchService().get(`/batches${query}`)).status, 400);
  });
}
