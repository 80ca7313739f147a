// A page may be older than its site: a part that a call needs is gone. The call says so, and calls that need no part go on.
import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { answer } from "../runtime/wire.mjs";

const dist = fileURLToPath(new URL("../../pkg/dist/", import.meta.url));
const site = await mkdtemp(join(tmpdir(), "qwen-edge-parts-"));
after(() => rm(site, { recursive: true, force: true }));

test("a part that cannot be loaded is an error that says what to do", async () => {
  await cp(dist, site, { recursive: true });
  await writeFile(join(site, "package.json"), '{ "type": "module" }');
  for (const file of await readdir(site)) if (/^(late|rounds|loaded|locate|parse|json|audio)-/.test(file)) await rm(join(site, file));
  const { APIConnectionError, imagePart, Qwen } = await import(pathToFileURL(join(site, "index.js")).href);
  const fetch = async () => new Response(answer("still here"), { headers: { "content-type": "text/event-stream" } });
  const qwen = new Qwen({ apiKey: "sk-test", fetch });
  const messages = [{ role: "user", content: "Hi" }];

  const calls = {
    ask: () => qwen.ask({ documents: [{ text: "It runs." }], question: "Does it?" }),
    upload: () => qwen.files.create({ file: new File(["a"], "a.txt"), purpose: "file-extract" }),
    tools: () => qwen.chat.completions.runTools({ model: "qwen-plus", messages, tools: [] }).finalContent(),
    parse: () => qwen.chat.completions.parse({ model: "qwen-plus", messages, schema: { type: "object" } }),
    batch: () => qwen.batches.wait("batch_1"),
    image: () => imagePart(new Blob(["a"])),
    rules: () => qwen.chat.completions.create({ model: "qwq-plus", messages }),
  };
  for (const [name, call] of Object.entries(calls))
    await assert.rejects(async () => call(), (error) => error instanceof APIConnectionError && error.code === "part_not_loaded" && error.cause instanceof Error, name);

  const stream = await qwen.chat.completions.create({ model: "qwen-plus", messages, stream: true });
  assert.equal(await stream.finalContent(), "still here");
});

test("nor can the wasm's text be loaded, which is asked for before any call: only a call says so", async () => {
  const bare = join(site, "bare");
  await cp(dist, bare, { recursive: true });
  await writeFile(join(bare, "package.json"), '{ "type": "module" }');
  for (const file of await readdir(bare)) if (/^inline-/.test(file)) await rm(join(bare, file));
  const { APIConnectionError, Qwen } = await import(pathToFileURL(join(bare, "index.js")).href);
  await new Promise(setImmediate); // an unhandled rejection would end the process
  const qwen = new Qwen({ apiKey: "sk-test", fetch: async () => new Response(answer("?")) });
  for (const again of [false, true]) {
    const call = qwen.chat.completions.create({ model: "qwen-plus", messages: [{ role: "user", content: "Hi" }], stream: true });
    await assert.rejects(call, (error) => error instanceof APIConnectionError && error.code === "part_not_loaded", `again: ${again}`);
  }
});
