// @ts-check
/**
 * What the README's tables say of the `openai` package, where running it decides: against the same emulator as ours. The
 * cells about `ai` and `@ai-sdk/alibaba` were run in the same way, by hand: they want a newer Node than these tests.
 */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import OpenAI from "openai";
import { Qwen } from "qwen-edge";
import { createEmulator } from "qwen-edge/testing";

/** @param {import("qwen-edge/testing").EmulatorOptions} [options] */
function both(options) {
  const emulator = () => createEmulator(options).fetch;
  return {
    openai: new OpenAI({ apiKey: "sk-emulator", baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1", fetch: /** @type {typeof fetch} */ (emulator()), maxRetries: 0 }),
    qwen: new Qwen({ apiKey: "sk-emulator", fetch: emulator(), maxRetries: 0 }),
  };
}

/**
 * A request of this service, as `openai` takes it: untyped.
 * @param {Record<string, unknown>} params
 * @returns {any}
 */
const request = (params) => ({ messages: [{ role: "user", content: "Where does the river rise?" }], ...params });

/** @param {AsyncIterable<any>} chunks */
async function read(chunks) {
  let text = "";
  for await (const { choices } of chunks) text += choices[0]?.delta.content ?? "";
  return text;
}

test("a stream that ends without a finish reason is no error to who iterates", async () => {
  const { openai, qwen } = both({ faults: ["truncate-between-events"] });
  const params = request({ model: "qwen-plus", stream: true });
  assert.equal((await read(await openai.chat.completions.create(params))).length < 10, true);
  await assert.rejects(read(await qwen.chat.completions.create(params)), { name: "TruncatedStreamError" });
});

test("reasoning stands in the chunks, and is lost in what `.stream()` folds", async () => {
  const { openai } = both();
  const params = request({ model: "qwen-plus", enable_thinking: true, stream: true });
  let reasoning = "";
  for await (const { choices } of /** @type {any} */ (await openai.chat.completions.create(params))) reasoning += choices[0]?.delta.reasoning_content ?? "";
  assert.match(reasoning, /does not think/);
  const { message } = (await openai.chat.completions.stream(params).finalChatCompletion()).choices[0] ?? {};
  assert.equal(/** @type {any} */ (message).reasoning_content, null);
});

test("a plain call of a stream-only model is refused by the service", async () => {
  const { openai } = both();
  await assert.rejects(openai.chat.completions.create(request({ model: "qwq-plus" })), { status: 400 });
});

test("a cumulative translation is repeated in every chunk", async () => {
  const { openai, qwen } = both();
  const translation = { source_lang: "auto", target_lang: "English" };
  const messages = [{ role: "user", content: "这套生物传感器使用石墨烯。" }];
  const theirs = await read(await openai.chat.completions.create(request({ model: "qwen-mt-plus", messages, translation_options: translation, stream: true })));
  const ours = await (await qwen.translate({ text: messages[0]?.content ?? "", target_lang: "English" })).finalContent();
  assert.equal(theirs.split("[Qwen").length > 2, true);
  assert.equal(ours.split("[Qwen").length, 2);
});

test("a continuation comes without its beginning", async () => {
  const { openai, qwen } = both();
  const messages = [{ role: "user", content: "The primes below n." }];
  const prefix = "def primes(n):\n";
  const theirs = await openai.chat.completions.create(request({ model: "qwen3-coder-plus", messages: [...messages, { role: "assistant", content: prefix, partial: true }] }));
  const ours = await qwen.chat.completions.continue(request({ model: "qwen3-coder-plus", messages, prefix }));
  assert.equal(prefix + theirs.choices[0]?.message.content, ours.choices[0]?.message.content);
});

test("a suffix is sent as a parameter that the service does not have", async () => {
  const { openai, qwen } = both();
  const params = { model: "qwen2.5-coder-32b-instruct", prompt: "def add(a, b):\n    ", suffix: "\n\nprint(add(1, 2))", max_tokens: 64 };
  assert.match((await openai.completions.create(params)).choices[0]?.text ?? "", /Nothing follows/);
  assert.match((await qwen.completions.create(params)).choices[0]?.text ?? "", /Before \d+ characters: print/);
});

test("a brace too many makes the arguments of a call invalid", async () => {
  const { openai, qwen } = both({ faults: ["trailing-brace"] });
  const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
  const params = request({
    model: "qwen-plus",
    messages: [{ role: "user", content: "What is the weather in Beijing?" }],
    tools: [{ type: "function", function: { name: "get_weather", description: "The weather of a city.", parameters } }],
    stream: true,
  });
  const theirs = await openai.chat.completions.stream(params).finalChatCompletion();
  const ours = await (await qwen.chat.completions.create(params)).finalChatCompletion();
  const args = (/** @type {any} */ answer) => answer.choices[0].message.tool_calls[0].function.arguments;
  assert.throws(() => JSON.parse(args(theirs)));
  assert.deepEqual(JSON.parse(args(ours)), { city: "Beijing" });
});

test("a document that is being read is a 400 to whoever does not wait", async () => {
  const { openai, qwen } = both({ parsing: { answers: 1 } });
  const file = new File(["The bridge is 42 metres long."], "bridge.txt");
  const { id } = await openai.files.create({ file, purpose: /** @type {any} */ ("file-extract") });
  const messages = [{ role: "system", content: `fileid://${id}` }, { role: "user", content: "How long is the bridge?" }];
  await assert.rejects(openai.chat.completions.create(request({ model: "qwen-long", messages })), { status: 400 });
  assert.match(await (await qwen.ask({ documents: [file], question: "How long is the bridge?" })).finalContent(), /42 metres/);
});

test("a batch is created, polled and listed; its results are lines of a file", async () => {
  const { openai } = both();
  const lines = ["a", "b"].map((custom_id) => JSON.stringify({ custom_id, method: "POST", url: "/v1/chat/completions", body: request({ model: "qwen-plus" }) }));
  const { id } = await openai.files.create({ file: new File([lines.join("\n")], "batch.jsonl"), purpose: "batch" });
  let batch = await openai.batches.create({ input_file_id: id, endpoint: "/v1/chat/completions", completion_window: "24h" });
  for (let polls = 0; batch.status !== "completed" && polls < 10; polls++) batch = await openai.batches.retrieve(batch.id);
  const results = await (await openai.files.content(batch.output_file_id ?? "")).text();
  assert.equal(results.trim().split("\n").length, 2);
});

test("speech is base64, joined by `.stream()`", async () => {
  const { openai } = both();
  const params = request({ model: "qwen3-omni-flash", modalities: ["text", "audio"], audio: { voice: "Cherry", format: "wav" } });
  const { message } = (await openai.chat.completions.stream(params).finalChatCompletion()).choices[0] ?? {};
  assert.equal(typeof message?.audio?.data, "string");
});

/**
 * Everything that the declarations of a package export, by name.
 * @param {string} folder below the project's
 */
async function exported(folder) {
  const names = new Set();
  const path = fileURLToPath(new URL(`../../${folder}`, import.meta.url));
  for (const file of await readdir(path, { recursive: true })) {
    if (!file.endsWith(".d.ts")) continue;
    const text = await readFile(join(path, file), "utf8");
    for (const [, name] of text.matchAll(/^export (?:declare )?(?:abstract )?(?:class|interface|type|function) (\w+)/gm)) names.add(name);
  }
  return names;
}

test("who comes from `openai`: the names of both sides exist", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const [, section = ""] = /### From `openai`\n(.*?)\n## /s.exec(readme) ?? [];
  const rows = section.split("\n").filter((line) => line.startsWith("| ")).slice(1);
  assert.ok(rows.length > 15);
  const sides = [await exported("node_modules/openai"), await exported("pkg/dist/types")];
  for (const row of rows) {
    const cells = row.split("|").slice(1, 3);
    for (const [side, cell] of cells.entries()) {
      const names = [...cell.matchAll(/`([A-Z]\w+)`/g)].map(([, name]) => name).filter((name) => !/^(File|Blob|Response)$/.test(name ?? ""));
      for (const name of names) assert.ok(sides[side]?.has(name), `${name} is exported by ${["openai", "qwen-edge"][side]}`);
    }
  }
});

test("who comes from `openai`: what a stream, an answer, an error and a client have", async () => {
  const { openai, qwen } = both();
  const params = request({ model: "qwen-plus", stream: true });
  const theirs = /** @type {any} */ (await openai.chat.completions.create(params));
  const ours = /** @type {any} */ (await qwen.chat.completions.create(params));
  const has = (/** @type {any} */ value, /** @type {string[]} */ ...names) => names.map((name) => typeof value[name]);
  assert.deepEqual(has(theirs, "controller", "tee", "abort"), ["object", "function", "undefined"]);
  assert.deepEqual(has(ours, "controller", "tee", "abort"), ["undefined", "undefined", "function"]);
  assert.equal(typeof ours.requestId, "string");
  assert.equal(typeof (await openai.chat.completions.create(request({ model: "qwen-plus" })))._request_id, "string");
  assert.equal(typeof (await qwen.chat.completions.create(request({ model: "qwen-plus" })).withResponse()).request_id, "string");
  const failed = [openai, qwen].map((client) => client.chat.completions.create(request({ model: "no-such-model" })).catch((/** @type {any} */ error) => error));
  const [their, our] = /** @type {[any, any]} */ (await Promise.all(failed));
  assert.deepEqual(has(their, "requestID", "requestId", "error"), ["string", "undefined", "object"]);
  assert.deepEqual(has(our, "requestID", "requestId", "error"), ["undefined", "string", "undefined"]);
  assert.deepEqual(has(openai, "withOptions", "post"), ["function", "function"]);
  assert.deepEqual(has(qwen, "withOptions", "post", "responses", "embeddings", "images", "audio"), Array(6).fill("undefined"));
  assert.deepEqual(has(openai.files, "waitForProcessing"), ["function"]);
  assert.equal((await openai.chat.completions.create(request({ model: "qwen-plus" })).asResponse()).bodyUsed, false);
  const developer = request({ model: "qwen-plus", messages: [{ role: "developer", content: "Be brief." }, { role: "user", content: "Hello?" }] });
  await assert.rejects(qwen.chat.completions.create(developer), { rule: "role" });
  assert.equal((await qwen.chat.completions.create(developer, { preflight: "fix" })).object, "chat.completion");
});
