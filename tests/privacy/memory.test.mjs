// The key, the prompts and the documents never enter the wasm's linear memory: it never shrinks, and every script of a page can read it.
import { bytes, pages } from "../survival/guests/memory.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { imagePart } from "qwen-edge";
import { client, delta, file, plain, problem, read, REQUEST, sse } from "./calls.mjs";
import { DOCUMENT, PROMPT, SYSTEM, wordsIn } from "./canaries.mjs";

const inMemory = () => wordsIn(Buffer.from(bytes()).toString("latin1"));

test("what the service says passes through the memory, what the caller says does not", async () => {
  await read(() => sse([delta(), delta({}, "stop")]));
  assert.ok(bytes().length > 0 && inMemory().includes("canary-answer"), "the memory was looked at");
  await plain(() => problem(400)).catch(() => {});
  await client(() => Response.json({ id: "file-fe-1" })).documents.upload(file());
  const talk = client(() => sse([delta({}, "stop")])).conversation({ system: SYSTEM });
  await talk.attach({ text: DOCUMENT });
  await talk.attach({ content: DOCUMENT, filename: "a.txt", title: DOCUMENT });
  await (await talk.ask(PROMPT)).finalContent();
  await (await talk.ask(PROMPT)).finalContent();
  const qwen = client(() => sse([delta({}, "stop")]));
  await qwen.completions.create({ model: "qwen-coder-turbo", prompt: PROMPT, suffix: DOCUMENT, stream: true }).then((stream) => stream.finalText());
  await (await qwen.translate({ text: PROMPT, target_lang: "en", terms: [{ source: DOCUMENT, target: DOCUMENT }] })).finalContent();
  await qwen.chat.completions.create({ ...REQUEST, model: "qwq-plus" });
  const refused = [{ temperature: PROMPT }, { stop: [PROMPT, 1] }, { tool_choice: PROMPT }, { response_format: { type: DOCUMENT } }, { audio: { voice: PROMPT } }];
  for (const wrong of refused) await qwen.chat.completions.create({ ...REQUEST, ...wrong }).catch(() => {});
  const called = sse([delta({ tool_calls: [{ index: 0, id: "call-1", function: { name: "weather", arguments: "{}" } }] }, "tool_calls")]);
  const rounds = [called, sse([delta({}, "stop")])];
  await client(() => rounds.shift()).chat.completions.runTools({ ...REQUEST, tools: [{ name: "weather", description: PROMPT, execute: () => DOCUMENT }] }).finalContent();
  await client((_, url) => Response.json({ id: url.endsWith("/files") ? "file-batch-1" : "batch_1" })).batches.create({ requests: [{ custom_id: "a", body: REQUEST }] });
  assert.deepEqual(inMemory(), ["canary-answer"]);
});

test("an image of 5 MB passes the memory by", async () => {
  await read(() => sse([delta(), delta({}, "stop")]));
  const before = pages();
  const image = new Uint8Array(5_000_000);
  image.set([0xff, 0xd8, 0xff]);
  let sent = 0;
  const qwen = client(async ({ body }) => {
    sent = body.length;
    return sse([delta({}, "stop")]);
  });
  const content = [await imagePart(new Blob([image]))];
  await (await qwen.chat.completions.create({ model: "qwen3-vl-plus", messages: [{ role: "user", content }], stream: true })).finalContent();
  assert.ok(sent > 6_666_666, `${sent} bytes were sent`);
  assert.equal(pages(), before);
});
