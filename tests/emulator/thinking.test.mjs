// Deep thinking (reference 6): who thinks, what is refused, and how the two phases look on the wire.
import assert from "node:assert/strict";
import test from "node:test";
import { assistant, chunksOf, service, textOf, user } from "./service.mjs";

const ask = { messages: [user("9.11 or 9.9?")], stream: true, stream_options: { include_usage: true } };
const stream = async (more) => chunksOf(await (await service().chat({ ...ask, ...more })).text());
const plain = async (more) => {
  const response = await service().chat({ messages: ask.messages, ...more });
  return { status: response.status, ...(await response.json()) };
};
const deltasOf = (chunks) => chunks.flatMap(({ choices }) => choices).map(({ delta }) => delta);
const thoughtIn = (chunks) => deltasOf(chunks).map(({ reasoning_content: text }) => text ?? "").join("");
const usageOf = (chunks) => chunks.at(-1).usage;

const THINKING_ONLY = ["qwq-plus", "qwq-32b", "qvq-max", "qvq-72b-preview", "qwen3-235b-a22b-thinking-2507", "qwen3-vl-8b-thinking", "deepseek-r1"];

test("a thinking-only model thinks unasked, and cannot be told not to", async () => {
  for (const model of THINKING_ONLY) {
    assert.ok(thoughtIn(await stream({ model })).length > 100, model);
    const refused = await service().chat({ ...ask, model, enable_thinking: false });
    assert.match(await refused.text(), /The value of the enable_thinking parameter is restricted to True\./);
    assert.equal(refused.status, 400);
  }
});

test("QwQ and QVQ answer streams alone; the 2507 thinking models answer plainly too", async () => {
  for (const model of ["qwq-plus", "qvq-max"]) {
    const { status, error } = await plain({ model });
    assert.equal(status, 400);
    assert.equal(error.message, "This model only support stream mode, please enable the stream parameter to access the model.");
  }
  const { choices } = await plain({ model: "qwen3-235b-a22b-thinking-2507" });
  assert.ok(choices[0].message.reasoning_content.length > 100);
});

test("thinking that must stream is refused, in the words of the model's stack", async () => {
  const old = "parameter.enable_thinking must be set to false for non-streaming calls";
  for (const [model, more, words] of [
    ["qwen3-max", { enable_thinking: true }, old],
    ["qwen3-32b", {}, old],
    ["qwen3.5-flash", {}, "parameter.enable_thinking only support stream call"],
  ]) {
    const { status, error } = await plain({ model, ...more });
    assert.deepEqual([status, error.message], [400, words], model);
  }
  for (const model of ["qwen-plus", "qwen3.5-plus", "qwen3-max-preview"]) {
    assert.equal((await plain({ model, enable_thinking: true })).status, 200, model);
  }
});

test("all thinking comes before all content; after it, reasoning_content is null or absent by the model", async () => {
  for (const [model, absent] of [["qwen3-max", false], ["qwen-plus", false], ["qwen3-omni-flash", true], ["qwen-flash", true]]) {
    const deltas = deltasOf(await stream({ model, enable_thinking: true }));
    assert.deepEqual(deltas[0], { content: null, role: "assistant", reasoning_content: "" });
    const answer = deltas.findIndex(({ content }) => typeof content === "string");
    assert.ok(answer > 5);
    for (const delta of deltas.slice(1, answer)) assert.deepEqual([delta.content, typeof delta.reasoning_content], [null, "string"]);
    for (const delta of deltas.slice(answer)) assert.equal("reasoning_content" in delta ? delta.reasoning_content : "absent", absent ? "absent" : null);
  }
});

test("thinking_budget cuts the thinking, and the answer follows whole", async () => {
  const [whole, cut] = [await stream({ model: "qwen-plus", enable_thinking: true }), await stream({ model: "qwen-plus", enable_thinking: true, thinking_budget: 5 })];
  assert.ok(usageOf(whole).completion_tokens_details.reasoning_tokens > 40);
  assert.equal(usageOf(cut).completion_tokens_details.reasoning_tokens, 5);
  assert.ok(thoughtIn(whole).startsWith(thoughtIn(cut)) && thoughtIn(cut).length <= 20);
  assert.equal(textOf(cut), textOf(whole));
});

test("a budget that is no positive integer is refused", async () => {
  for (const thinking_budget of [0, -1, 1.5, "5", 10_000_000]) {
    const { error } = await plain({ model: "qwen-plus", enable_thinking: true, thinking_budget });
    assert.match(error.message, /^The thinking_budget parameter must be a positive integer and not greater than \d+$/);
  }
});

test("max_tokens does not count the thinking, max_completion_tokens does", async () => {
  const limited = (more) => stream({ model: "qwen-plus", enable_thinking: true, ...more });
  const answer = usageOf(await limited({ max_tokens: 4 }));
  assert.equal(answer.completion_tokens - answer.completion_tokens_details.reasoning_tokens, 4);
  const chunks = await limited({ max_completion_tokens: 10 });
  assert.equal(usageOf(chunks).completion_tokens, 10);
  assert.equal(chunks.at(-2).choices[0].finish_reason, "length");
});

test("the thinking in the history is read with preserve_thinking alone", async () => {
  const history = (reasoning_content) => [user("Hi"), { ...assistant("Hello"), reasoning_content }, user("And now?")];
  const tokens = async (model, reasoning, more) => (await plain({ model, messages: history(reasoning), enable_thinking: false, ...more })).usage.prompt_tokens;
  const without = await tokens("qwen-plus", undefined);
  assert.equal(await tokens("qwen-plus", "x".repeat(400)), without);
  assert.equal(await tokens("qwen-plus", "x".repeat(400), { preserve_thinking: true }), without + 100);
  assert.equal(await tokens("qwen3.7-max", "x".repeat(400)), without + 100, "the newest preserve it by default");
  assert.equal(await tokens("qwen3.7-max", "x".repeat(400), { preserve_thinking: false }), without);
});

test("the open hybrids obey the last switch in the user's text", async () => {
  const thinks = async (text, model = "qwen3-32b") => thoughtIn(await stream({ model, messages: [user(text)] })) !== "";
  assert.equal(await thinks("9.11 or 9.9? /no_think"), false);
  assert.equal(await thinks("/no_think 9.11 or 9.9? /think"), true);
  assert.equal(await thinks("9.11 or 9.9? /no_think", "qwq-plus"), true);
});

test("models that see tell both kinds of tokens, others the thinking alone", async () => {
  const details = async (model) => Object.keys(usageOf(await stream({ model, enable_thinking: true })).completion_tokens_details);
  assert.deepEqual(await details("qwen3-vl-plus"), ["reasoning_tokens", "text_tokens"]);
  assert.deepEqual(await details("qwen-plus"), ["reasoning_tokens"]);
});
