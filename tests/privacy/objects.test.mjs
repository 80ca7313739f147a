// Issue 3.7: what a program holds in its hands shows no secret either, however it is printed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWER, ARGUMENTS, DOCUMENT, KEY, leaks, PROMPT, SYSTEM } from "./canaries.mjs";
import { client, delta, REQUEST, sse } from "./calls.mjs";

const answer = () => sse([delta(), delta({}, "stop")]);

test("a client and its parts", () => {
  const qwen = client(answer, { defaultHeaders: { "x-secret": KEY } });
  assert.deepEqual([qwen, qwen.chat, qwen.chat.completions, qwen.files, qwen.documents].flatMap((each) => leaks(each)), []);
});

test("a client whose key is a function's", () => {
  assert.deepEqual(leaks(client(answer, { apiKey: async () => KEY })), []);
});

test("a call under way, and its stream before, during and after it is read", async () => {
  const call = client(answer).chat.completions.create({ ...REQUEST, stream: true });
  const before = leaks(call);
  const { data: stream } = await call.withResponse();
  const texts = stream.text();
  const found = [before, leaks(call), leaks(stream), leaks(texts)];
  for await (const _ of texts) found.push(leaks(stream), leaks(texts));
  assert.deepEqual([...found, leaks(stream), leaks(texts)].flat(), []);
});

test("views, chunks and lists while they are read", async () => {
  const spoken = () => sse([delta({ reasoning_content: ANSWER, content: null }), delta({ content: `"${ANSWER}` }), delta({ content: '"' }, "stop")]);
  const begin = async () => (await client(spoken).chat.completions.create({ ...REQUEST, stream: true }).withResponse()).data;
  const found = [];
  for (const view of ["reasoning", "text", "partialJSON", Symbol.asyncIterator]) {
    const reading = (await begin())[view]();
    found.push(leaks(reading));
    await reading.next();
    found.push(leaks(reading));
    await reading.return();
  }
  const { batches, models } = client(() => Response.json({ object: "list", data: [] }), { apiKey: KEY });
  const pages = [batches.list({ ds_name: PROMPT }), models.list()];
  await Promise.all(pages);
  const results = client(() => new Response(`${JSON.stringify({ custom_id: "1", response: { body: { choices: [{ message: { content: ANSWER } }] } } })}\n`)).batches.results({ id: "b", status: "completed", output_file_id: "f" });
  found.push(...pages.map((page) => leaks(page)), leaks(results), leaks(batches), leaks(models));
  await results.next();
  assert.deepEqual([...found, leaks(results)].flat(), []);
});

test("a conversation, unless it is asked for its messages", async () => {
  const talk = client(answer).conversation({ model: "qwen-long", system: SYSTEM });
  await talk.attach({ text: DOCUMENT });
  await (await talk.ask(PROMPT)).finalContent();
  const saved = JSON.stringify(talk);
  for (const text of [SYSTEM, DOCUMENT, PROMPT, ANSWER]) assert.ok(saved.includes(JSON.stringify(text).slice(1, -1)), "a saved conversation is whole");
  assert.ok(!saved.includes(KEY), "a saved conversation holds no key");
  assert.deepEqual(leaks(talk, ["JSON", "inspect with getters"]), []); // these two ask for them
});

test("a run of tools before, during and after it is read, unless it is asked for its messages", async () => {
  const called = () => sse([delta({ tool_calls: [{ index: 0, id: "call-1", function: { name: "weather", arguments: ARGUMENTS } }] }, "tool_calls")]);
  const answers = [called, answer];
  const tools = [{ name: "weather", description: PROMPT, execute: () => DOCUMENT }];
  const run = client(() => answers.shift()()).chat.completions.runTools({ ...REQUEST, tools });
  const printed = () => leaks(run, ["inspect with getters"]); // which asks for them
  const found = [printed()];
  for await (const _ of run) found.push(printed());
  assert.ok(run.messages.at(-1).content.includes(ANSWER));
  assert.deepEqual([...found, printed(), leaks(await run.end)].flat(), []);
});

test("the errors of runs and values, unless they are asked for what they found", async () => {
  const called = () => sse([delta({ tool_calls: [{ index: 0, id: "call-1", function: { name: "weather", arguments: ARGUMENTS } }] }, "length")]);
  const stopped = client(called).chat.completions.runTools({ ...REQUEST, tools: [{ name: "weather", execute: () => DOCUMENT }] });
  const asked = { model: REQUEST.model, messages: REQUEST.messages };
  const choices = [{ index: 0, message: { role: "assistant", content: ANSWER }, finish_reason: "stop" }];
  const parsed = (schema) => client(() => Response.json({ id: "c", object: "chat.completion", created: 1, model: "m", choices })).chat.completions.parse({ ...asked, schema });
  for (const failing of [stopped.finalContent(), parsed({ type: "object" })]) {
    const error = await failing.then(assert.fail, (thrown) => thrown);
    assert.deepEqual(leaks(error, ["inspect with getters"]), [], error.code);
  }
});
