// A start of the wasm that fails (a page's policy, no memory) fails its call with a typed error; the next call starts it again.
import { arm, disarm, FAILURES } from "./traps/trapping.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { Qwen, QwenError } from "qwen-edge";
import { wholeAnswer } from "../runtime/wire.mjs";

const json = { headers: { "content-type": "application/json" } };
const qwen = new Qwen({ apiKey: "sk-test", fetch: async () => new Response(wholeAnswer("yes"), json), maxRetries: 0 });
const ask = async () => (await qwen.chat.completions.create({ model: "m", messages: [{ role: "user", content: "?" }] })).choices[0].message.content;

async function failsTyped(what, cause) {
  const error = await ask().catch((thrown) => thrown);
  assert.ok(error instanceof QwenError, `${what}: ${error}`);
  assert.deepEqual([error.code, error.cause instanceof cause], ["core_failed", true], what);
}

// One test: what has started stays for the whole process.
test("the wasm cannot be compiled, then traps as it starts, then works", async () => {
  const { instantiate } = WebAssembly;
  // Node's own fetch compiles a wasm, too: ours is known by its import module.
  WebAssembly.instantiate = async (source, imports) => (imports && "a" in imports ? Promise.reject(new WebAssembly.CompileError("the page's policy")) : instantiate(source, imports));
  await failsTyped("compiling", WebAssembly.CompileError);
  WebAssembly.instantiate = instantiate;
  arm(1, { failure: FAILURES.trap, after: false });
  await failsTyped("starting", WebAssembly.RuntimeError);
  assert.ok(disarm().fired);
  assert.equal(await ask(), "yes");
});
