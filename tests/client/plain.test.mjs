// @ts-check
/** What is sent without a look at the rules is a short list (pkg/src/plain.ts): the rules themselves find nothing in it. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { transform } from "esbuild";
import fc from "fast-check";
import { glue } from "../../pkg/src/generated/client/core.js";

/** @typedef {import("../../pkg/src/options.js").QwenOptions} Place */

const { isPlain } = await typescript("../../pkg/src/plain.ts");
const module = await WebAssembly.compile(await readFile(new URL("../../pkg/dist/core.wasm", import.meta.url)));
glue.started(await WebAssembly.instantiate(module, glue.imports()), module);

/** A module without imports of its own. @returns {Promise<{ isPlain: typeof import("../../pkg/src/plain.js").isPlain }>} */
async function typescript(/** @type {string} */ path) {
  const { code } = await transform(await readFile(new URL(path, import.meta.url), "utf8"), { loader: "ts" });
  return import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
}

/** What the rules say: cures, and names of those that would have refused it. Throws for what is refused. */
const decided = (/** @type {string} */ operation, /** @type {object} */ request, /** @type {unknown} */ action, /** @type {Place} */ { baseURL, region, workspace }) =>
  glue.preflight(operation, request, { default: action }, baseURL, region, workspace);

const user = { role: "user", content: "a" };
const asked = (/** @type {string} */ model, /** @type {object} */ more = {}) => ({ model, messages: [user], ...more });
const talk = (/** @type {object[]} */ ...messages) => ({ model: "qwen-plus", messages });
const stream = { stream: true };
const GATEWAY = { baseURL: "/v1" };

test("a chat about texts is plain", () => {
  const many = { ...stream, stream_options: { include_usage: true }, temperature: 0.7, top_p: 1, max_tokens: 100, enable_thinking: false, enable_search: true };
  const plain = [
    asked("qwen-plus"),
    asked("qwen-flash-2025-07-28", stream),
    asked("qwen3.7-max", many),
    asked("deepseek-v3.2", stream),
    asked("qwen-plus", { tools: undefined }),
    { model: "qwen-turbo-latest", messages: [{ role: "system", content: "s" }, user, { role: "assistant", content: "b" }, user] },
  ];
  for (const request of plain) for (const place of [{}, GATEWAY, { region: "us-east-1" }]) assert.ok(isPlain("chat", request, /** @type {Place} */ (place)), JSON.stringify(request));
});

test("a chat with Qwen-Long about texts is plain where it may have documents", () => {
  const long = asked("qwen-long-latest", { ...stream, temperature: 0.5 });
  for (const place of [{}, GATEWAY, { region: "beijing" }, { region: "cn-beijing", workspace: "ws-1" }]) assert.ok(isPlain("chat", long, /** @type {Place} */ (place)));
  for (const place of [{ region: "singapore" }, { baseURL: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1" }]) assert.ok(!isPlain("chat", long, /** @type {Place} */ (place)));
});

test("where there is a doubt, the rules are asked", () => {
  const doubtful = [
    asked("qwen-long", { enable_search: false }),
    { model: "qwen-long", messages: [{ role: "system", content: "s" }, user] },
    asked("qwen-long-omni", stream),
    asked("qwen-plus-character", stream),
    asked("qwen3-max"),
    asked(""),
    asked(/** @type {any} */ (7)),
    asked("qwen-plus", { temperature: 1.5 }),
    asked("qwen-plus", { temperature: 0 }),
    asked("qwen-plus", { temperature: "0.5" }),
    asked("qwen-plus", { temperature: null }),
    asked("qwen-plus", { temperature: 0.5e-7 }),
    asked("qwen-plus", { max_tokens: -1 }),
    asked("qwen-plus", { stream: "true" }),
    asked("qwen-plus", { stream_options: [] }),
    asked("qwen-plus", { response_format: { type: "text" } }),
    asked("qwen-plus", { anything: 1, constructor: 1 }),
    { model: "qwen-plus" },
    { model: "qwen-plus", messages: "a" },
    talk(),
    talk({ role: "system", content: "s" }),
    talk({ role: "user", content: "" }),
    talk({ role: "user", content: [{ type: "text", text: "a" }] }),
    talk(user, { role: "assistant", content: "b", reasoning_content: "c" }),
    talk(user, { role: "assistant", content: "b", audio: { data: "AAAA" } }),
    talk(user, { role: "assistant", content: "b", reasoning_content: null, audio: { data: "AAAA" } }),
    talk(user, /** @type {any} */ (null)),
  ];
  for (const request of doubtful) assert.ok(!isPlain("chat", request, {}), JSON.stringify(request));
});

test("of other calls only those with documents and batches depend on the place", () => {
  assert.ok(isPlain("files.list", undefined, { region: "us-east-1" }));
  assert.ok(isPlain("documents.upload", undefined, {}) && isPlain("batches.create", {}, GATEWAY));
  assert.ok(!isPlain("documents.upload", undefined, /** @type {Place} */ ({ region: "tokyo", workspace: "ws-1" })));
  assert.ok(!isPlain("completions", { model: "qwen-coder-turbo", prompt: "a" }, {}));
});

const models = ["qwen-plus", "qwen-plus-latest", "qwen-flash-us", "qwen-turbo-2025-04-28", "qwen3.6-plus", "qwen3.6-max-preview", "qwen3.7-max-2026-01-01", "qwen-plus-omni-preview", "qwen3-max", "qwen-long", "qwen-long-2025-01-25", "qwq-plus", "glm-5", "kimi-k2.5", "a-omni-flash", ""];
const parameters = {
  stream: [true, false, null, "true"],
  stream_options: [{}, null, { include_usage: true }],
  temperature: [0.5, 2, 0, 1, -1, "1", 1e-9],
  top_p: [1, 0, 0.25],
  max_tokens: [1, 0, 1.5, 1e21, NaN],
  enable_thinking: [true, false],
  enable_search: [true, false],
  response_format: [{ type: "json_object" }],
  tools: [[{ type: "function", function: { name: "t" } }]],
};
const messages = [
  user,
  { ...user, name: "b" },
  { role: "system", content: "fileid://file-fe-1" },
  { role: "assistant", content: "b" },
  { role: "assistant", content: "b", partial: true },
  { role: "assistant", content: "b", reasoning_content: "c" },
  { role: "assistant", content: "b", reasoning_content: null, partial: null, audio: null },
  { role: "assistant", content: "b", audio: { data: "AAAA", transcript: "b" } },
  { role: "assistant", content: "", audio: { data: "AAAA", transcript: "b" } },
  { role: "assistant", content: "b", tool_calls: [{ id: "c" }] },
  { role: "tool", content: "b" },
  { role: "user", content: "" },
  { role: "developer", content: "a" },
  null,
];
const places = [{}, GATEWAY, { baseURL: "https://ws-1.cn-beijing.maas.aliyuncs.com/compatible-mode/v1" }, { baseURL: "https://dashscope-us.aliyuncs.com/compatible-mode/v1" }, ...["beijing", "cn-beijing", "ap-southeast-1", "us-east-1", "cn-hongkong", "finance"].map((region) => ({ region })), { region: "eu-central-1", workspace: "ws-1" }, { region: "tokyo", workspace: "ws-1" }];

/** Requests near those that are plain. */
const pairs = Object.entries(parameters).flatMap(([name, values]) => values.map((value) => /** @type {const} */ ([name, value])));
const nearlyPlain = fc
  .tuple(fc.constantFrom(...models), fc.array(fc.constantFrom(...messages), { minLength: 1, maxLength: 3 }), fc.array(fc.constantFrom(...pairs), { maxLength: 3 }))
  .map(([model, messages, more]) => ({ model, messages, ...Object.fromEntries(more) }));

test("the rules find nothing in what is plain", () => {
  let plain = 0;
  const property = fc.property(nearlyPlain, fc.constantFrom(...places), fc.constantFrom("chat", "completions", "documents.upload", "files.list", "batches.create", "models.list"), (request, place, operation) => {
    // Of files and batches no request is looked at, as they have other members.
    const json = operation === "chat" || operation === "completions" ? request : {};
    if (!isPlain(operation, json, /** @type {Place} */ (place))) return;
    plain += operation === "chat" ? 1 : 0;
    for (const action of [true, "fix"]) assert.deepEqual(decided(operation, json, action, /** @type {Place} */ (place)), [0, []]);
  });
  fc.assert(property, { numRuns: 100_000 });
  assert.ok(plain > 300, `plain chats among them: ${plain}`);
});
