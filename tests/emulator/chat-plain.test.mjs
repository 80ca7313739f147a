// Answers without streaming (reference 3, 14).
import assert from "node:assert/strict";
import test from "node:test";
import { ROLE, service, system, user } from "./service.mjs";

const now = () => 1_764_500_101_000;

async function plain(more) {
  const response = await service({ now }).chat({ messages: [user("Hi")], ...more });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  return { text: await response.text(), id: response.headers.get("x-request-id") };
}

test("most models answer in the classic key order", async () => {
  const { text, id } = await plain({ model: "qwen-plus" });
  const { choices, usage } = JSON.parse(text);
  const [{ message }] = choices;
  assert.equal(
    text,
    `{"choices":[{"message":{"role":"assistant","content":${JSON.stringify(message.content)}},"finish_reason":"stop","index":0,"logprobs":null}],` +
      `"object":"chat.completion","usage":{"prompt_tokens":${usage.prompt_tokens},"completion_tokens":${usage.completion_tokens},"total_tokens":${usage.total_tokens},` +
      `"prompt_tokens_details":{"cached_tokens":0}},"created":1764500101,"system_fingerprint":null,"model":"qwen-plus","id":"chatcmpl-${id}"}`,
  );
});

test("qwen-long's usage has no details", async () => {
  const { usage } = JSON.parse((await plain({ model: "qwen-long-latest" })).text);
  assert.deepEqual(Object.keys(usage), ["prompt_tokens", "completion_tokens", "total_tokens"]);
});

test("the newer stack leaves fields out and orders the rest anew", async () => {
  const { text, id } = await plain({ model: "qwen-flash" });
  const { choices, usage } = JSON.parse(text);
  assert.equal(
    text,
    `{"created":1764500101,"usage":{"completion_tokens":${usage.completion_tokens},"prompt_tokens":${usage.prompt_tokens},"total_tokens":${usage.total_tokens}},` +
      `"model":"qwen-flash","id":"chatcmpl-${id}","choices":[{"finish_reason":"stop","index":0,"message":{"role":"assistant","content":${JSON.stringify(choices[0].message.content)}}}],` +
      `"object":"chat.completion"}`,
  );
});

test("a thinking answer has its reasoning, with the role last", async () => {
  const { text } = await plain({ model: "qwen-plus", enable_thinking: true });
  const { message } = JSON.parse(text).choices[0];
  assert.deepEqual(Object.keys(message), ["content", "reasoning_content", "role"]);
  assert.ok(message.reasoning_content.length > 0);
});

test("n answers come as n choices, and are counted", async () => {
  const one = JSON.parse((await plain({ model: "qwen-plus" })).text);
  const three = JSON.parse((await plain({ model: "qwen-plus", n: 3 })).text);
  assert.deepEqual(three.choices.map(({ index }) => index), [0, 1, 2]);
  assert.equal(three.usage.completion_tokens, 3 * one.usage.completion_tokens);
});

test("max_tokens ends an answer with length", async () => {
  const { choices, usage } = JSON.parse((await plain({ model: "qwen-plus", max_tokens: 3 })).text);
  assert.equal(choices[0].finish_reason, "length");
  assert.equal(choices[0].message.content, "**Qwen emula");
  assert.equal(usage.completion_tokens, 3);
});

test("a JSON object is answered where one is asked for", async () => {
  const answer = await service().answer([ROLE, system("Cats sleep."), user("As JSON: who sleeps?")], { response_format: { type: "json_object" } });
  const { answer: text, documents } = JSON.parse(answer);
  assert.match(text, /> Cats sleep\./);
  assert.deepEqual(documents, [{ name: "“Cats sleep.”", id: null }]);
});

test("without documents the answer says so, repeats the question, and counts the turns", async () => {
  const text = await service().answer([user("What is a gateway?")]);
  assert.match(text, /emulator, not a model/);
  assert.match(text, /no documents/);
  assert.match(text, /What is a gateway\?/);
  assert.match(text, /Turn 1 .*Role message: none/);
});

test("a math model's result stands in a box", async () => {
  const { choices } = JSON.parse((await plain({ model: "qwen-math-plus", messages: [user("Solve $x^2-5x+6=0$, or say 42.")] })).text);
  assert.match(choices[0].message.content, /\$\\boxed\{42\}\$/);
});
