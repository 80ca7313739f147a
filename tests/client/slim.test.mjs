// @ts-check
/** `qwen-edge/slim`: what a call says before the wasm is there, and when it is not to be had. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { init, Qwen, QwenError } from "qwen-edge/slim";

/** @type {{ model: string, messages: { role: "user", content: string }[] }} */
const question = { model: "qwen-plus", messages: [{ role: "user", content: "Hi" }] };
const answer = { id: "c", object: "chat.completion", created: 1, model: "m", choices: [{ index: 0, message: { role: "assistant", content: "yes" }, finish_reason: "stop" }] };

test("a call before init() says so, whatever it is; after it, it is made", async () => {
  let asked = 0;
  const qwen = new Qwen({ apiKey: "sk-test", fetch: async () => (asked++, Response.json(answer)) });
  const calls = [() => qwen.chat.completions.create(question), () => qwen.chat.completions.create({ ...question, temperature: 0 }), () => qwen.ask({ documents: [{ text: "a" }], question: "b" })];
  for (const call of calls) {
    const error = await call().then(assert.fail, (thrown) => thrown);
    assert.ok(error instanceof QwenError);
    assert.equal(error.code, "not_initialized");
    assert.match(error.message, /init\(wasm\)/);
  }
  const gone = await init(new Response("", { status: 404 })).then(assert.fail, (thrown) => thrown);
  assert.ok(QwenError.isInstance(gone) && gone.code === "core_failed", String(gone));
  assert.equal(asked, 0);
  await init(await readFile(new URL(import.meta.resolve("qwen-edge/core.wasm"))));
  assert.equal((await qwen.chat.completions.create(question)).choices[0]?.message.content, "yes");
});
