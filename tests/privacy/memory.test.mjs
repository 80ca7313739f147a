// The key, the prompts and the documents never enter the wasm's linear memory: it never shrinks, and every script of a page can read it.
import { bytes } from "../survival/guests/memory.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
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
