// Partial mode (reference 15): only the continuation is answered.
import assert from "node:assert/strict";
import test from "node:test";
import { assistant, chunksOf, service, textOf, user } from "./service.mjs";

const QUESTION = user("What is a gateway?");
const prefix = (content) => ({ ...assistant(content), partial: true });
const ask = (content, more) => ({ model: "qwen3-coder-plus", messages: [QUESTION, prefix(content)], ...more });
const chat = async (body) => (await (await service().chat(body)).json()).choices[0];

test("an answer that was cut is completed to the very answer", async () => {
  const body = { model: "qwen-plus", messages: [QUESTION] };
  const whole = (await chat(body)).message.content;
  const cut = await chat({ ...body, max_tokens: 9 });
  assert.equal(cut.finish_reason, "length");
  const { message } = await chat(ask(cut.message.content, { model: "qwen-plus" }));
  assert.equal(cut.message.content + message.content, whole);
  const chunks = chunksOf(await (await service().chat(ask(cut.message.content, { model: "qwen-plus", stream: true }))).text());
  assert.equal(cut.message.content + textOf(chunks), whole);
});

test("any other beginning gets an end that quotes its end, with the content before the role", async () => {
  const { message } = await chat(ask("def primes"));
  assert.deepEqual(Object.keys(message), ["content", "role"]);
  assert.match(message.content, /goes on after “def primes”/);
  assert.ok(!message.content.startsWith("def"));
});

test("a message that is not the last is no beginning", async () => {
  const messages = [QUESTION, prefix("def"), user("And now?")];
  assert.match((await chat({ model: "qwen-plus", messages })).message.content, /And now\?/);
});

test("models with partial mode take it: max, plus, flash, coder, math, those that see", async () => {
  for (const model of ["qwen-max", "qwen3-max", "qwen-flash", "qwen-plus-latest", "qwen-coder-turbo", "qwen-math-plus", "qwen3-vl-plus", "qwen-plus-character"]) {
    assert.match((await chat(ask("def", { model }))).message.content, /after “def”/, model);
  }
});

for (const [what, more, words] of [
  ["of qwen-long", { model: "qwen-long" }, "This model does not support partial mode."],
  ["of a translation model's neighbour", { model: "qwen-turbo" }, "This model does not support partial mode."],
  ["of a thinking model", { model: "qwen-plus", enable_thinking: true }, "Partial mode is not supported when enable_thinking is true"],
]) {
  test(`it refuses a beginning ${what}`, async () => {
    const response = await service().chat(ask("def", more));
    assert.equal(response.status, 400);
    assert.equal((await response.json()).error.message, words);
  });
}
