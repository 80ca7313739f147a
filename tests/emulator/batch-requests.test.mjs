// What a batch is made of: the call, and each line of its input (reference 16.1, 16.2).
import assert from "node:assert/strict";
import test from "node:test";
import { batchService, line } from "./batch.mjs";
import { BASE, KEY } from "./service.mjs";

const one = [line("1", "Hi")];

for (const [name, fields, status, param] of [
  ["no input file", { input_file_id: undefined }, 400, "input_file_id"],
  ["an unknown file", { input_file_id: "file-batch-0" }, 404, "input_file_id"],
  ["no endpoint", { endpoint: undefined }, 400, "endpoint"],
  ["an unknown endpoint", { endpoint: "/v1/chat/completion" }, 400, "endpoint"],
  ["no window", { completion_window: undefined }, 400, "completion_window"],
  ...["23h", "337h", "0d", "15d", "1.5d", "24", "24m", 24].map((window) => [`the window ${JSON.stringify(window)}`, { completion_window: window }, 400, "completion_window"]),
  ["metadata that is no object", { metadata: "x" }, 400, "metadata"],
  ["a ds_name of 101 characters", { metadata: { ds_name: "名".repeat(101) } }, 400, "metadata"],
  ["a ds_description of 201 characters", { metadata: { ds_description: "x".repeat(201) } }, 400, "metadata"],
]) {
  test(`a batch with ${name} is refused with ${status}`, async () => {
    const { input, begin } = batchService();
    const response = await begin(await input(one), fields);
    assert.equal(response.status, status);
    const { error } = await response.json();
    assert.deepEqual([error.type, error.param], ["invalid_request_error", param]);
  });
}

for (const window of ["24h", "336h", "1d", "14d"]) {
  test(`the window ${window} is taken, and said again`, async () => {
    const batch = await batchService().create(one, { completion_window: window });
    assert.equal(batch.completion_window, window);
  });
}

test("metadata of the greatest length is taken; without any it is null", async () => {
  const { create } = batchService();
  const metadata = { ds_name: "名".repeat(100), ds_description: "x".repeat(200), ds_batch_finish_callback: "https://example.com/hook" };
  assert.deepEqual((await create(one, { metadata })).metadata, metadata);
  assert.equal((await create(one)).metadata, null);
});

test("a file for documents, one of another key, and a body that is no JSON are refused", async () => {
  const { begin, file, input, fetch } = batchService();
  assert.equal((await begin(await file("a.txt", "x"))).status, 400);
  const post = (key, body) => fetch(`${BASE}/batches`, { method: "POST", headers: { authorization: `Bearer ${key}` }, body });
  const body = JSON.stringify({ input_file_id: await input(one), endpoint: "/v1/chat/completions", completion_window: "24h" });
  assert.equal((await post("sk-another", body)).status, 404);
  assert.equal((await post(KEY, "{")).status, 400);
});

/** How a batch with these lines ends. */
async function failure(lines, more, options) {
  const { create, end } = batchService(options);
  const batch = await create(lines, more);
  assert.equal(batch.errors, null, "nothing is said while it is validated");
  return end(batch);
}

test("a wrong url fails the batch with the recorded error, and counts nothing", async () => {
  const { status, errors, request_counts, failed_at, created_at, output_file_id } = await failure([line("1", "Hi", { url: "/v1/chat/completion" })]);
  assert.equal(status, "failed");
  assert.equal(
    JSON.stringify(errors),
    `{"object":"list","data":[{"code":"url_not_found","message":"The provided url '/v1/chat/completion' is not supported by the Batch API.","param":"url","line":1}]}`,
  );
  assert.deepEqual(request_counts, { total: 0, completed: 0, failed: 0 });
  assert.ok(failed_at >= created_at);
  assert.equal(output_file_id, null);
});

const good = line("1", "Hi");
for (const [name, lines, code, number] of [
  ["the test model at the address of all others", [line("1", "Hi", { body: { model: "batch-test-model" } })], "mismatched_test_url", 1],
  ["two models", [good, line("2", "Hi", { body: { model: "qwen-flash" } })], "mismatched_model", 2],
  ["two thinking modes", [good, line("2", "Hi", { body: { enable_thinking: true } })], "mismatched_model", 2],
  ["a custom_id twice", [good, line("2", "Hi"), line("1", "Ho")], "duplicate_custom_id", 3],
  ["a model that batches do not take", [line("1", "Hi", { body: { model: "qwen3-coder-plus" } })], "model_not_found", 1],
  ["a url that is not the batch's endpoint", [line("1", "Hi", { url: "/v1/embeddings" })], "mismatched_url", 1],
  ["a line that is no JSON", [good, "{"], "invalid_json_line", 2],
  ["a line that is no object", ["[]"], "invalid_json_line", 1],
  ["no custom_id", [line(undefined, "Hi")], "missing_required_parameter", 1],
  ["another method", [line("1", "Hi", { method: "GET" })], "invalid_method", 1],
  ["no body", [{ ...good, body: undefined }], "missing_required_parameter", 1],
  ["no model", [line("1", "Hi", { body: { model: undefined } })], "missing_required_parameter", 1],
  ["nothing", [""], "empty_file", null],
]) {
  test(`an input with ${name} fails: ${code} at line ${number}`, async () => {
    const { status, errors } = await failure(lines);
    assert.equal(status, "failed");
    assert.deepEqual(errors.data.map(({ code, line }) => [code, line]), [[code, number]]);
  });
}

test("the texts of the errors that the documentation prints are its own", async () => {
  const test = await failure([line("1", "Hi", { body: { model: "batch-test-model" } })]);
  assert.equal(test.errors.data[0].message, "The provided URL '/v1/chat/completions' does not match the test model 'batch-test-model'.");
  const unknown = await failure([line("1", "Hi", { body: { model: "gpt-4" } })]);
  assert.equal(unknown.errors.data[0].message, "The provided model gpt-4 is not supported by the Batch API.");
});

test("every bad line is told, a hundred at most; lines that are blank count and are no requests", async () => {
  const { errors } = await failure([good, "", "{", "", "{"]);
  assert.deepEqual(errors.data.map(({ line }) => line), [3, 5]);
  assert.equal((await failure(Array(150).fill("{"))).errors.data.length, 100);
  const { create, end } = batchService();
  assert.deepEqual((await end(await create([good, "", ""]))).request_counts, { total: 1, completed: 1, failed: 0 });
});

test("an input with Windows line ends is taken", async () => {
  const { create, end } = batchService();
  assert.equal((await end(await create([`${JSON.stringify(good)}\r`, `${JSON.stringify(line("2", "Ho"))}\r`]))).status, "completed");
});

test("too many lines, a line too long, a file too large", async () => {
  const three = [good, line("2", "Hi"), line("3", "Hi")];
  assert.deepEqual((await failure(three, {}, { limits: { batchLines: 2 } })).errors.data[0].code, "too_many_lines");
  const long = [good, line("2", "x".repeat(300))];
  const { errors } = await failure(long, {}, { limits: { batchLineBytes: 300 } });
  assert.deepEqual(errors.data.map(({ code, line }) => [code, line]), [["line_too_long", 2]]);
  const { upload } = batchService({ limits: { batchBytes: 4 } });
  const response = await upload("input.jsonl", "12345", "batch");
  assert.equal(response.status, 400);
  assert.equal((await response.json()).error.code, "BadRequest.TooLarge");
});

const testLine = (customId, text = "Hi") => line(customId, text, { url: "/v1/chat/ds-test", body: { model: "batch-test-model" } });
const TEST = { endpoint: "/v1/chat/ds-test" };

test("the test model answers every line with its one sentence", async () => {
  const { create, end, results } = batchService();
  const { output_file_id } = await end(await create([testLine("a"), testLine("b")], TEST));
  const contents = (await results(output_file_id)).map(({ response }) => response.body.choices[0].message.content);
  assert.deepEqual(contents, ["This is a test result.", "This is a test result."]);
});

test("the test model takes a hundred lines and a megabyte", async () => {
  const many = (count) => Array.from({ length: count }, (_, index) => testLine(`${index}`));
  assert.equal((await failure(many(101), TEST)).errors.data[0].code, "too_many_lines");
  assert.equal((await failure([testLine("1", "x".repeat(1024 * 1024))], TEST)).errors.data[0].code, "file_too_large");
  const { create, end } = batchService();
  assert.equal((await end(await create(many(100), TEST))).status, "completed");
});

test("another model at the test model's address fails too", async () => {
  const { errors } = await failure([line("1", "Hi", { url: "/v1/chat/ds-test" })], TEST);
  assert.equal(errors.data[0].code, "mismatched_test_url");
});
