// Qwen-MT (reference 9): what was read shows in the translation; two kinds of streams; what is refused.
import assert from "node:assert/strict";
import test from "node:test";
import { assistant, chunksOf, eventsOf, service, system, user } from "./service.mjs";

const OPTIONS = { source_lang: "auto", target_lang: "English" };
const TEXT = "这套生物传感器使用石墨烯。安装命令如下: 🧪";
const body = (model, more, options) => ({ model, messages: [user(TEXT)], translation_options: { ...OPTIONS, ...options }, ...more });
const translated = async (model, options) => {
  const { choices, usage } = await (await service().chat(body(model, {}, options))).json();
  assert.deepEqual(Object.keys(usage), ["prompt_tokens", "completion_tokens", "total_tokens"]);
  return choices[0].message.content;
};
const stream = async (model, more) => chunksOf(await (await service().chat(body(model, { stream: true, ...more }))).text());
const contents = (chunks) => chunks.flatMap(({ choices }) => choices).map(({ delta }) => delta.content);

test("a translation says that it is the emulator's, from where to where, and leaves all else as it was", async () => {
  assert.equal(await translated("qwen-mt-plus"), `[Qwen emulator, not a translation: Chinese (auto) → English] ${TEXT}`);
  assert.equal(await translated("qwen-mt-flash", { source_lang: "zh", target_lang: "Norwegian Bokmål" }), `[Qwen emulator, not a translation: Chinese → Norwegian Bokmål] ${TEXT}`);
});

test("terms, sentences of the memory and the style are read", async () => {
  const text = await translated("qwen-mt-turbo", {
    terms: [{ source: "生物传感器", target: "biological sensor" }, { source: "石墨烯", target: "$& (graphene)" }],
    tm_list: [{ source: "安装命令如下:", target: "Run the following command:" }],
    domains: "Technical documentation; formal style.",
  });
  assert.equal(
    text,
    "[Qwen emulator, not a translation: Chinese (auto) → English; Technical documentation; formal style.] 这套biological sensor使用$& (graphene)。Run the following command: 🧪",
  );
});

test("without options the target is the language that the text names", async () => {
  const response = await service().chat({ model: "qwen-mt-plus", messages: [user("Into French: Good morning")] });
  assert.match((await response.json()).choices[0].message.content, /English \(auto\) → French\]/);
});

for (const model of ["qwen-mt-plus", "qwen-mt-turbo", "qwen-mt-cumulative-to-come"]) {
  test(`${model} streams cumulatively: each chunk repeats everything, and so do the two that stop`, async () => {
    const chunks = await stream(model);
    const texts = contents(chunks);
    const whole = await translated(model);
    assert.equal(texts[0], "");
    const growing = texts.slice(1, -2);
    assert.ok(growing.length >= 5);
    for (const [at, text] of growing.entries()) {
      assert.ok(whole.startsWith(text) && text.length > (growing[at - 1] ?? "").length && text.isWellFormed());
    }
    assert.deepEqual([growing.at(-1), ...texts.slice(-2)], [whole, whole, whole]);
    assert.deepEqual(chunks.slice(-2).map(({ choices }) => choices[0].finish_reason), ["stop", "stop"]);
  });
}

for (const model of ["qwen-mt-flash", "qwen-mt-lite", "qwen-mt-to-come"]) {
  test(`${model} streams piece by piece, and stops twice without text`, async () => {
    const chunks = await stream(model);
    assert.equal(contents(chunks).join(""), await translated(model));
    assert.deepEqual(chunks.slice(-2).map(({ choices }) => [choices[0].delta, choices[0].finish_reason]), [[{ content: "" }, "stop"], [{ content: "" }, "stop"]]);
  });
}

test("the usage of a stream comes once, without details", async () => {
  const chunks = await stream("qwen-mt-plus", { stream_options: { include_usage: true } });
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.deepEqual(Object.keys(chunks.at(-1).usage), ["prompt_tokens", "completion_tokens", "total_tokens"]);
});

test("an answer that was cut stops twice with length", async () => {
  const chunks = await stream("qwen-mt-plus", { max_tokens: 5 });
  assert.deepEqual(chunks.slice(-2).map(({ choices }) => choices[0].finish_reason), ["length", "length"]);
});

const one = /exactly one message with the role of user/;
for (const [what, model, more, words] of [
  ["a language that nobody has", "qwen-mt-plus", { translation_options: { ...OPTIONS, target_lang: "Klingon" } }, /^暂时不支持当前设置的语种！$/],
  ["a language that lite does not have", "qwen-mt-lite", { translation_options: { ...OPTIONS, target_lang: "Welsh" } }, /^暂时不支持当前设置的语种！$/],
  ["auto as the target", "qwen-mt-plus", { translation_options: { ...OPTIONS, target_lang: "auto" } }, /^暂时不支持当前设置的语种！$/],
  ["no target", "qwen-mt-plus", { translation_options: { source_lang: "auto" } }, /target_lang field is a required field/],
  ["terms without a target", "qwen-mt-plus", { translation_options: { ...OPTIONS, terms: [{ source: "a" }] } }, /'terms' must be a list/],
  ["a tm_list that is none", "qwen-mt-plus", { translation_options: { ...OPTIONS, tm_list: {} } }, /'tm_list' must be a list/],
  ["domains that are no text", "qwen-mt-plus", { translation_options: { ...OPTIONS, domains: [] } }, /'domains' must be String/],
  ["a system message", "qwen-mt-plus", { messages: [system("x"), user("y")] }, one],
  ["a history", "qwen-mt-plus", { messages: [user("x"), assistant("y"), user("z")] }, one],
  ["tools", "qwen-mt-plus", { tools: [{ type: "function", function: { name: "f" } }] }, /^The tool call is not supported\.$/],
]) {
  test(`it refuses ${what}`, async () => {
    for (const streaming of [false, true]) {
      const response = await service().chat({ ...body(model), ...more, stream: streaming });
      const text = await response.text();
      const { error } = JSON.parse(streaming ? eventsOf(text)[0] : text);
      assert.equal(response.status, 400);
      assert.match(error.message, words);
    }
  });
}

test("Persian is named so by lite alone", async () => {
  const status = async (model, target_lang) => (await service().chat(body(model, {}, { target_lang }))).status;
  assert.deepEqual(
    [await status("qwen-mt-lite", "Persian"), await status("qwen-mt-plus", "Persian"), await status("qwen-mt-plus", "Western Persian"), await status("qwen-mt-lite", "fa"), await status("qwen-mt-plus", "fa")],
    [200, 400, 200, 200, 200],
  );
});
