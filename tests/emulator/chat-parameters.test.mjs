// Parameters that only some models have (reference 2.1), and the list of models (reference 1.1).
import assert from "node:assert/strict";
import test from "node:test";
import { chunksOf, service, textOf, user } from "./service.mjs";

const ask = (more) => ({ model: "qwen3-32b", enable_thinking: false, messages: [user("Hi")], ...more });
const plain = async (more) => {
  const response = await service().chat(ask(more));
  return { status: response.status, ...(await response.json()) };
};

test("logprobs tell every token of the text, with as many alternatives as asked for", async () => {
  const { choices } = await plain({ logprobs: true, top_logprobs: 2 });
  const { content } = choices[0].logprobs;
  assert.equal(content.map(({ token }) => token).join(""), choices[0].message.content);
  for (const { token, bytes, logprob, top_logprobs } of content) {
    assert.equal(Buffer.from(bytes).toString(), token);
    assert.ok(logprob <= 0);
    assert.equal(top_logprobs.length, 2);
    assert.ok(top_logprobs[0].token === token && top_logprobs[1].logprob < logprob);
  }
  const chunks = chunksOf(await (await service().chat(ask({ stream: true, logprobs: true }))).text());
  const tokens = chunks.flatMap(({ choices: [choice] }) => choice.logprobs?.content ?? []);
  assert.equal(tokens.map(({ token }) => token).join(""), textOf(chunks));
  assert.deepEqual(tokens[0].top_logprobs, []);
});

test("models without logprobs have none, dated versions do", async () => {
  const told = async (model) => (await plain({ model, logprobs: true })).choices[0].logprobs !== null;
  assert.deepEqual([await told("qwen-plus"), await told("qwen-plus-2025-07-28"), await told("qwen3-vl-plus")], [false, true, true]);
});

for (const [what, more, words, code = "invalid_parameter_error"] of [
  ["a seed beyond 64 bits", { seed: 1e19 }, "Range of seed should be [0, 9223372036854775807]"],
  ["a seed that is text", { seed: "1" }, "'seed' must be Integer", "invalid_value"],
  ["max_completion_tokens of 0", { max_completion_tokens: 0 }, "Range of max_completion_tokens should be [1, 98304]"],
  ["several answers of qwen-max", { model: "qwen-max", enable_thinking: undefined, n: 2 }, "Range of n should be [1, 1]"],
  ["several answers of qwen-long", { model: "qwen-long", enable_thinking: undefined, n: 2 }, "Range of n should be [1, 1]"],
]) {
  test(`it refuses ${what}`, async () => {
    const { status, error } = await plain(more);
    assert.deepEqual([status, error.message, error.code], [400, words, code]);
  });
}

test("a null parameter is the default", async () => {
  const names = ["temperature", "seed", "stop", "n", "max_tokens", "tools", "tool_choice", "response_format", "modalities", "search_options", "thinking_budget"];
  assert.equal((await plain(Object.fromEntries(names.map((name) => [name, null])))).status, 200);
});

test("parameters that the service ignores are ignored", async () => {
  const more = { frequency_penalty: 1, logit_bias: {}, user: "u", service_tier: "auto", store: true, metadata: { sessionId: "1" }, extra_body: { enable_thinking: true }, enable_code_interpreter: true };
  const { choices } = await plain(more);
  assert.ok(!("reasoning_content" in choices[0].message));
});

test("qwen-doc-turbo takes documents by address", async () => {
  const part = { type: "doc_url", doc_url: ["https://example.com/a.pdf"], file_parsing_strategy: "auto" };
  const { choices } = await plain({ model: "qwen-doc-turbo", enable_thinking: undefined, messages: [user([part, { type: "text", text: "Summarise" }])] });
  assert.match(choices[0].message.content, /1\. document: https:\/\/example\.com\/a\.pdf, not fetched/);
});

test("every model that is listed answers", async () => {
  const { get, chat } = service();
  const { data } = await (await get("/models")).json();
  assert.ok(data.length > 80);
  for (const { id: model } of data) {
    const response = await chat({ model, messages: [user("Hi")], stream: true });
    assert.equal(response.status, 200, model);
    chunksOf(await response.text());
  }
  for (const model of ["qwen-long-latest", "qwen-plus-2025-07-28", "qwen3.5-397b-a17b", "qwq-plus-latest"]) {
    assert.equal((await chat({ model, messages: [user("Hi")], stream: true })).status, 200, model);
  }
  assert.equal((await chat({ model: "qwen-plus-ultra", messages: [user("Hi")] })).status, 404);
});
