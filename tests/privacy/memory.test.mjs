// The key, the prompts and the documents never enter the wasm's linear memory: it never shrinks, and every script of a page can read it.
import { bytes, pages } from "../survival/guests/memory.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { imagePart } from "qwen-edge";
import { client, delta, file, plain, problem, read, sse } from "./calls.mjs";
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
