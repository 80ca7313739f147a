// A client that knows nothing of the emulator: the official `openai` package.
import assert from "node:assert/strict";
import test from "node:test";
import OpenAI, { AuthenticationError, BadRequestError, NotFoundError, toFile } from "openai";
import { createEmulator } from "./load.mjs";
import { BASE } from "./service.mjs";

const client = (options, apiKey = "sk-emulator") =>
  new OpenAI({ apiKey, baseURL: BASE, fetch: createEmulator(options).fetch, maxRetries: 0 });

test("it uploads, is told to wait, streams the answer, lists and deletes", async () => {
  const openai = client({ parsing: { answers: 1 }, chunking: 5 });
  const file = await openai.files.create({ file: await toFile(Buffer.from("The bridge is 42 metres long."), "bridge.txt"), purpose: "file-extract" });
  const request = {
    model: "qwen-long",
    messages: [
      { role: "system", content: "You are a helpful assistant." },
      { role: "system", content: `fileid://${file.id}` },
      { role: "user", content: "How long is the bridge?" },
    ],
    stream: true,
    stream_options: { include_usage: true },
  };
  await assert.rejects(openai.chat.completions.create(request), (error) => error instanceof BadRequestError && error.status === 400);
  let text = "";
  let usage;
  for await (const chunk of await openai.chat.completions.create(request)) {
    text += chunk.choices[0]?.delta.content ?? "";
    usage = chunk.usage ?? usage;
  }
  assert.match(text, /> The bridge is 42 metres long\./);
  assert.ok(usage.total_tokens > 0);
  const names = [];
  for await (const listed of openai.files.list()) names.push(listed.filename);
  assert.deepEqual(names, ["bridge.txt"]);
  assert.equal((await openai.files.delete(file.id)).deleted, true);
  await assert.rejects(openai.files.retrieve(file.id), NotFoundError);
});

test("it completes code, plain and streamed", async () => {
  const openai = client();
  const request = { model: "qwen2.5-coder-7b-instruct", prompt: "<|fim_prefix|>def f():<|fim_suffix|>return x<|fim_middle|>", max_tokens: 100 };
  const { choices } = await openai.completions.create(request);
  assert.match(choices[0].text, /# After 8 characters: def f\(\):\n# Before 8 characters: return x/);
  let text = "";
  for await (const chunk of await openai.completions.create({ ...request, stream: true })) text += chunk.choices[0].text;
  assert.equal(text, choices[0].text);
});

test("it runs a batch, lists it, reads its results, and cancels another", async () => {
  const openai = client();
  const lines = ["a", "b"].map((custom_id) => {
    return { custom_id, method: "POST", url: "/v1/chat/completions", body: { model: "qwen-plus", messages: [{ role: "user", content: `Question ${custom_id}` }] } };
  });
  const file = await openai.files.create({ file: await toFile(Buffer.from(lines.map((line) => JSON.stringify(line)).join("\n")), "in.jsonl"), purpose: "batch" });
  const make = () => openai.batches.create({ input_file_id: file.id, endpoint: "/v1/chat/completions", completion_window: "24h", metadata: { ds_name: "job" } });
  let batch = await make();
  while (batch.status !== "completed") batch = await openai.batches.retrieve(batch.id);
  const output = await (await openai.files.content(batch.output_file_id)).text();
  const answers = output.trim().split("\n").map((text) => JSON.parse(text));
  assert.deepEqual(answers.map(({ custom_id }) => custom_id).sort(), ["a", "b"]);
  const ids = [];
  for await (const listed of openai.batches.list()) ids.push(listed.id);
  assert.deepEqual(ids, [batch.id]);
  assert.equal((await openai.batches.cancel((await make()).id)).status, "cancelling");
});

test("it recognises the errors", async () => {
  await assert.rejects(client({}, "sk-wrong").models.list(), AuthenticationError);
  const messages = [{ role: "user", content: "Hi" }];
  await assert.rejects(client().chat.completions.create({ model: "unknown", messages }), { code: "model_not_found" });
});

test("it calls a tool, gives back what that said, and is answered with it", async () => {
  const openai = client();
  const tools = [{ type: "function", function: { name: "get_weather", description: "Weather of one city", parameters: { type: "object", properties: { location: { type: "string" } }, required: ["location"] } } }];
  const messages = [{ role: "user", content: "Weather in Beijing?" }];
  const first = await openai.chat.completions.create({ model: "qwen-plus", messages, tools });
  const [call] = first.choices[0].message.tool_calls;
  assert.deepEqual(JSON.parse(call.function.arguments), { location: "Beijing" });
  const history = [...messages, first.choices[0].message, { role: "tool", tool_call_id: call.id, content: "12 °C" }];
  const second = await openai.chat.completions.create({ model: "qwen-plus", messages: history, tools });
  assert.match(second.choices[0].message.content, /12 °C/);
});

test("it hears a spoken answer", async () => {
  const request = { model: "qwen3-omni-flash", messages: [{ role: "user", content: "Hello" }], modalities: ["text", "audio"], audio: { voice: "Cherry", format: "wav" }, stream: true };
  let base64 = "";
  for await (const chunk of await client().chat.completions.create(request)) base64 += chunk.choices[0]?.delta.audio?.data ?? "";
  assert.ok(Buffer.from(base64, "base64").length > 24_000);
});
