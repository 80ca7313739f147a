// A page that only chats loads one half of the core; the other comes with the first call that needs it, and is started once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eachInstance } from "./instances.mjs";
import { wholeAnswer } from "../runtime/wire.mjs";

let started = 0;
// Node's own fetch starts a wasm, too: ours has no function of llhttp's.
eachInstance(({ exports }) => (started += "llhttp_init" in exports ? 0 : 1));
const { Qwen } = await import("qwen-edge");

const fetch = async () => new Response(wholeAnswer("yes"), { headers: { "content-type": "application/json" } });
const qwen = new Qwen({ apiKey: "sk-test", fetch });
const ask = (model, more) => qwen.chat.completions.create({ model, messages: [{ role: "user", content: "?" }], ...more });

test("half of the core is enough for plain chats, and the other half is started by the first call that the rules look at", async () => {
  await ask("qwen-plus");
  await ask("qwen-flash", { temperature: 0.7, max_tokens: 100, seed: undefined });
  await ask("a-model-of-a-gateway");
  assert.equal(started, 1);
  await Promise.all([ask("qwen-plus", { seed: 1 }), ask("qwen-long")]);
  await ask("qwen-plus", { top_k: 10 });
  assert.equal(started, 2);
});
