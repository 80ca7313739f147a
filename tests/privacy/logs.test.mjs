// Issue 3.7: log lines tell names, codes and times, at every level.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DOCUMENT, leaks, PROMPT } from "./canaries.mjs";
import { client, delta, file, plain, problem, read, REQUEST, sse } from "./calls.mjs";

const completion = { id: "c", object: "chat.completion", model: "m", choices: [{ index: 0, message: { role: "assistant", content: "yes" }, finish_reason: "stop" }] };
const whole = () => sse([delta({}, "stop")]);
const uploaded = () => Response.json({ id: "file-fe-1", object: "file", bytes: 5, filename: "a.txt", purpose: "file-extract", status: "processed", created_at: 1 });
const once = (first, then) => {
  let calls = 0;
  return (...all) => (calls++ === 0 ? first : then)(...all);
};

/** What is done, each with at least one line of log. */
const DONE = {
  "a plain call": (options) => plain(() => Response.json(completion), options),
  "a stream": (options) => read(whole, options),
  "a stream that is cut": (options) => read(() => sse([delta()]), options),
  "a retry": (options) => plain(once(() => problem(503), () => Response.json(completion)), { ...options, maxRetries: 1, maxRetryDelay: 5 }),
  "a failure": (options) => plain(() => problem(400), options),
  "a request that is cured": (options) => client(whole, options).chat.completions.create({ ...REQUEST, model: "qwq-plus" }, { preflight: "fix" }),
  "a folded answer that is cut": (options) => client(() => sse([delta()]), options).chat.completions.create({ ...REQUEST, model: "qwq-plus" }),
  "a run of tools": (options) => client(whole, options).chat.completions.runTools({ ...REQUEST, tools: [{ name: "weather", execute: () => DOCUMENT }] }).finalContent(),
  "a batch": (options) => client(uploaded, options).batches.create({ requests: [{ custom_id: PROMPT, body: REQUEST }], metadata: { ds_name: PROMPT.slice(0, 50) } }),
  "a translation": async (options) => (await client(whole, options).translate({ text: PROMPT, target_lang: "en" })).finalContent(),
  "an upload": (options) => client(uploaded, options).documents.upload(file()),
  "a list by a query": (options) => client(() => Response.json({ object: "list", data: [] }), options).files.list({ after: PROMPT }),
  "a file whose id is a secret": (options) => client(() => problem(404), options).files.retrieve(PROMPT),
  "a question about a document": async (options) => (await client(whole, options).ask({ documents: [{ text: DOCUMENT }], question: PROMPT })).finalContent(),
  "headers of the caller's": (options) => client(() => Response.json(completion), options).chat.completions.create(REQUEST, { headers: { "x-mine": "canary-key" } }),
};

for (const [name, run] of Object.entries(DONE))
  test(`${name} at level "debug"`, async () => {
    const lines = [];
    const write = (level) => (...parts) => void lines.push([level, ...parts]);
    const logger = { error: write("error"), warn: write("warn"), info: write("info"), debug: write("debug") };
    await Promise.resolve(run({ logger, logLevel: "debug" })).catch(() => {});
    assert.ok(lines.length > 0, "something was logged");
    assert.deepEqual(leaks(lines), []);
  });
