// Every failure that a caller can meet. `kind` is the class of its error, so that a table which no longer provokes anything is noticed.
import { event } from "../runtime/wire.mjs";
import { imagePart, audioPart, videoPart } from "qwen-edge";
import { ANSWER, ARGUMENTS, DOCUMENT, KEY, PROMPT, SYSTEM } from "./canaries.mjs";
import { client, delta, file, plain, problem, read, REQUEST, sse, streamed } from "./calls.mjs";

const STATUSES = {
  400: "BadRequestError", 401: "AuthenticationError", 403: "PermissionDeniedError", 404: "NotFoundError", 408: "APIError", 409: "ConflictError",
  422: "UnprocessableEntityError", 429: "RateLimitError", 500: "InternalServerError", 503: "InternalServerError",
};

const hanging = () => new Promise(() => {});
const parsing = () => problem(400, "File parsing in progress, please try again later.");
const text = (body, type, status = 200) => new Response(body, { status, headers: { "content-type": type } });

/** What breaks rules of the preflight, with a canary in every value that is wrong. */
const WRONG = {
  temperature: { temperature: PROMPT },
  seed: { seed: PROMPT },
  stop: { stop: [PROMPT, 1] },
  role: { messages: [{ role: PROMPT, content: PROMPT }] },
  content: { messages: [{ role: "user", content: { text: PROMPT } }] },
  "tool_message": { messages: [{ role: "user", content: PROMPT }, { role: "tool", content: DOCUMENT }] },
  "response_format": { response_format: { type: PROMPT } },
  "json_schema": { response_format: { type: "json_schema", json_schema: { name: PROMPT, schema: { description: PROMPT } } } },
  "json_word": { response_format: { type: "json_object" } },
  "tool_name": { tools: [{ type: "function", function: { name: PROMPT, description: DOCUMENT } }] },
  "tool_choice": { tool_choice: PROMPT },
  "data_url": { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: `data:image/png;base64,${DOCUMENT}${"A".repeat(10_485_760)}` } }] }] },
  "translation_options": { model: "qwen-mt-plus", messages: [{ role: "user", content: PROMPT }], translation_options: { target_lang: PROMPT } },
};

const completion = (content, finish_reason = "stop") => Response.json({ id: "c", object: "chat.completion", created: 1, model: "m", choices: [{ index: 0, message: { role: "assistant", content }, finish_reason }] });
const PERSON = { type: "object", properties: { name: { type: "number", description: SYSTEM } }, required: ["name"] };
const parsed = (answer, more) => client(answer).chat.completions.parse({ model: REQUEST.model, messages: REQUEST.messages, schema: PERSON, ...more });
const called = () => sse([delta({ tool_calls: [{ index: 0, id: "call-1", function: { name: "weather", arguments: ARGUMENTS } }] }, "tool_calls")]);
const run = (tool, options) => client(called).chat.completions.runTools({ ...REQUEST, tools: [{ name: "weather", description: PROMPT, ...tool }] }, options).finalContent();
const folded = (answer, options) => client(answer, options).chat.completions.create({ ...REQUEST, model: "qwen3-8b" });
const batched = (answer, ...requests) => client(answer).batches.create({ requests });
const line = { body: { model: REQUEST.model, messages: REQUEST.messages } };
const BATCH = { id: "batch_1", object: "batch", status: "completed", output_file_id: "file-1", error_file_id: null, request_counts: { total: 1, completed: 1, failed: 0 } };
const results = async (batch, text) => {
  for await (const result of client(() => new Response(text)).batches.results({ ...BATCH, ...batch })) if (!result.ok) throw result.error;
};

/** Name -> `{ kind, run }`; `run` rejects. */
export const failures = {
  ...Object.fromEntries(Object.entries(WRONG).map(([rule, more]) => [`the preflight's rule ${rule}`, { kind: "PreflightError", run: () => client(hanging).chat.completions.create({ ...REQUEST, ...more }) }])),
  "a rule of a completion": { kind: "PreflightError", run: () => client(hanging).completions.create({ model: "qwen-coder-turbo", prompt: "", suffix: PROMPT }) },
  "a preflight that is none": { kind: "QwenError", run: () => client(hanging).chat.completions.create(REQUEST, { preflight: PROMPT }) },
  "a folded answer that is cut": { kind: "TruncatedStreamError", run: () => folded(() => sse([delta()])) },
  "a folded answer that stalls": { kind: "StallTimeoutError", run: () => folded(() => sse([delta()], { whole: false }), { timeout: { idle: 10 } }) },
  "a folded answer that is refused": { kind: "BadRequestError", run: () => folded(() => problem(400, `no: ${PROMPT} ${JSON.stringify(DOCUMENT)} ${ARGUMENTS}`)) },
  "an answer that goes on and is cut": { kind: "TruncatedStreamError", run: () => client(() => sse([delta()])).chat.completions.continue({ ...REQUEST, prefix: ANSWER, stream: true }).then((stream) => stream.finalContent()) },
  "an answer that goes on from nothing": { kind: "QwenError", run: () => client(hanging).chat.completions.continue({ ...REQUEST, prefix: { PROMPT } }) },
  "a translation into nothing": { kind: "QwenError", run: () => client(hanging).translate({ text: PROMPT }) },
  "a translation that is refused": { kind: "BadRequestError", run: () => client(() => problem(400, PROMPT)).translate({ text: PROMPT, target_lang: "en", terms: [{ source: DOCUMENT, target: DOCUMENT }] }) },
  "a value that is no JSON": { kind: "ParseError", run: () => parsed(() => completion(`{"a": ${ANSWER}`)) },
  "a value of another shape": { kind: "ParseError", run: () => parsed(() => completion(JSON.stringify({ name: ANSWER }))) },
  "a value that was cut": { kind: "ParseError", run: () => parsed(() => completion(`{"a": "${ANSWER}`, "length")) },
  "a schema that is none": { kind: "QwenError", run: () => parsed(hanging, { schema: PROMPT }) },
  "a run of too many rounds": { kind: "ToolRunError", run: () => run({ execute: () => DOCUMENT }, { maxRounds: 1 }) },
  "a tool whose result is none": { kind: "ToolRunError", run: () => run({ execute: () => ({ DOCUMENT, circle: 1n }) }, { onToolError: (error) => Promise.reject(error) }) },
  "tools that are none": { kind: "QwenError", run: () => run({ execute: PROMPT }) },
  "a tool that cannot be said": { kind: "QwenError", run: () => run({ execute: () => "", parameters: { "~standard": { version: 1, vendor: "x", validate: () => ({ value: PROMPT }) } } }) },
  "partial JSON that is none": { kind: "StreamDecodeError", run: async () => client(() => sse([delta({}, "stop")])).chat.completions.create({ ...REQUEST, stream: true }).then(async (stream) => { for await (const _ of stream.partialJSON()); }) },
  "sound that is none": { kind: "StreamDecodeError", run: async () => client(() => sse([delta({ content: null, audio: { data: ANSWER } }, "stop")])).chat.completions.create({ ...REQUEST, stream: true }).then((stream) => stream.finalAudio()) },
  "a batch with a line twice": { kind: "BatchError", run: () => batched(hanging, { custom_id: "a", ...line }, { custom_id: "a", ...line }) },
  "a batch with a line that JSON cannot say": { kind: "BatchError", run: () => batched(hanging, { custom_id: "a", body: { ...line.body, metadata: { DOCUMENT, circle: 1n } } }) },
  "a batch whose line is none": { kind: "BatchError", run: () => batched(hanging, PROMPT) },
  "a batch of two models": { kind: "BatchError", run: () => batched(hanging, line, { body: { ...line.body, model: PROMPT } }) },
  "a batch that is no list": { kind: "QwenError", run: () => client(hanging).batches.create({ requests: PROMPT }) },
  "a batch whose upload is refused": { kind: "BadRequestError", run: () => batched(() => problem(400), line) },
  "a batch that is refused": { kind: "BatchError", run: () => batched((_, url) => (url.endsWith("/files") ? Response.json({ id: "file-batch-1" }) : problem(400)), line) },
  "results that are no JSON": { kind: "StreamDecodeError", run: () => results({}, `${ANSWER}\n`) },
  "results that are cut": { kind: "TruncatedStreamError", run: () => results({}, `{"custom_id":"1","response":{"body":"${ANSWER}`) },
  "results that are missing": { kind: "TruncatedStreamError", run: () => results({}, "") },
  "an image that is none": { kind: "QwenError", run: () => imagePart(new Blob([DOCUMENT])) },
  "a video of an image": { kind: "QwenError", run: () => videoPart(`data:image/png;base64,iVBORw0KGgo${btoa(DOCUMENT)}`) },
  "a sound at an address of the program's own": { kind: "QwenError", run: () => audioPart(`blob:${PROMPT}`) },
  "a data URL that is not base64": { kind: "QwenError", run: () => imagePart(`data:image/png;base64,${DOCUMENT}`) },
  "an image that is too large": { kind: "PreflightError", run: () => imagePart(`data:image/png;base64,${DOCUMENT}${"A".repeat(10_485_760)}`) },
  "a temporary key for too long": { kind: "QwenError", run: () => client(hanging).tokens.create({ expire_in_seconds: PROMPT }) },
  "a temporary key that is refused": { kind: "AuthenticationError", run: () => client(() => Response.json({ code: "InvalidApiKey", message: `no: ${KEY}` }, { status: 401 })).tokens.create() },
  ...Object.fromEntries(Object.entries(STATUSES).map(([status, kind]) => [`status ${status}`, { kind, run: () => plain(() => problem(Number(status))) }])),
  "a status without a body": { kind: "NotFoundError", run: () => plain(() => new Response(null, { status: 404 })) },
  "a web page with a status of its own": { kind: "InternalServerError", run: () => plain(() => text("<html>busy</html>", "text/html", 502)) },
  "a web page": { kind: "StreamDecodeError", run: () => plain(() => text("<html>log in</html>", "text/html")) },
  "a web page for a stream": { kind: "StreamDecodeError", run: () => read(() => text("<html>log in</html>", "text/html")) },
  "a body that is no JSON": { kind: "StreamDecodeError", run: () => plain(() => text(`${ANSWER} {`, "application/json")) },
  "JSON that breaks off": { kind: "StreamDecodeError", run: () => plain(() => text(`{"choices":[{"message":{"content":"${ANSWER}`, "application/json")) },
  "a fetch that rejects": { kind: "APIConnectionError", run: () => plain(() => Promise.reject(new TypeError("fetch failed"))) },
  "a connection that is refused": { kind: "APIConnectionError", run: () => plain((init) => fetch("http://127.0.0.1:1/v1/chat/completions", init)) },
  "a head that does not come": { kind: "APIConnectionTimeoutError", run: () => plain(hanging, { timeout: 10 }) },
  "a first token that does not come": { kind: "StallTimeoutError", run: () => read(() => sse([], { whole: false }), { timeout: { firstToken: 10 } }) },
  "a stream that stalls": { kind: "StallTimeoutError", run: () => read(() => sse([delta()], { whole: false }), { timeout: { idle: 10 } }) },
  "a stream that takes too long": { kind: "StallTimeoutError", run: () => read(() => sse([delta()], { whole: false }), { timeout: { total: 50 } }) },
  "a stream that ends early": { kind: "TruncatedStreamError", run: () => read(() => sse([delta()])) },
  "an empty stream": { kind: "TruncatedStreamError", run: () => read(() => sse([])) },
  "an event that is no JSON": { kind: "StreamDecodeError", run: () => read(() => sse([delta(), `data: {"choices": ${ANSWER}\n\n`])) },
  "an index that is none": { kind: "StreamDecodeError", run: () => read(() => sse([delta({}, null, 4_000_000_000)])) },
  "too many tool calls": { kind: "StreamDecodeError", run: () => read(() => sse([delta({ tool_calls: Array.from({ length: 200 }, (_, index) => ({ index, function: { name: "f", arguments: ANSWER } })) })])) },
  "an error frame after text": { kind: "APIError", run: () => read(() => sse([delta(), event({ error: { message: "busy", code: "busy" } })])) },
  "an abort before the head": { kind: "APIUserAbortError", run: () => client(hanging).chat.completions.create(REQUEST, { signal: AbortSignal.timeout(5) }) },
  "an abort in mid-answer": { kind: "APIUserAbortError", run: () => abortedInMidAnswer() },
  "a stream that is read twice": { kind: "QwenError", run: async () => readTwice() },
  "an upload that is refused": { kind: "DocumentError", run: () => client(() => problem(400, "File: a.txt format is not supported")).documents.upload(file()) },
  "an upload of text": { kind: "QwenError", run: () => client(hanging).documents.upload(DOCUMENT) },
  "an upload of a strange object": { kind: "QwenError", run: () => client(hanging).files.create({ file: { bytes: DOCUMENT }, purpose: "file-extract" }) },
  "a document that is still read at the deadline": { kind: "DocumentError", run: () => client(parsing).documents.waitUntilReady("file-fe-1", { timeout: 10 }) },
  "a document that cannot be read": { kind: "DocumentError", run: () => client(() => problem(400, "File [id:file-fe-1] content blank")).ask({ documents: [{ fileId: "file-fe-1" }], question: PROMPT }) },
  "a document of the wrong kind": { kind: "QwenError", run: () => client(hanging).ask({ documents: [DOCUMENT], question: PROMPT }) },
  "a question that is no string": { kind: "QwenError", run: () => client(hanging).ask({ documents: [{ text: DOCUMENT }], question: { PROMPT } }) },
  "two questions at once": { kind: "QwenError", run: () => askTwice() },
  "a saved conversation with a role of its own": { kind: "QwenError", run: async () => client(hanging).conversation({ messages: [{ role: "system", content: "x" }, { role: PROMPT, content: PROMPT }] }).ask(PROMPT) },
  "a saved conversation that is none": { kind: "QwenError", run: async () => client(hanging).conversation({ messages: [PROMPT] }) },
  "a key with a line break": { kind: "QwenError", run: () => plain(hanging, { apiKey: `${KEY}\n${KEY}` }) },
  "a key with a typographic quote": { kind: "QwenError", run: () => plain(hanging, { apiKey: `\u201c${KEY}` }) },
  "a header that cannot be sent": { kind: "QwenError", run: () => client(hanging).chat.completions.create(REQUEST, { headers: { "x-mine": `${PROMPT}\0` } }) },
  "a fetch that gives no response": { kind: "QwenError", run: () => plain(() => ({ echo: DOCUMENT })) },
};

async function abortedInMidAnswer() {
  const stream = await streamed(() => sse([delta()], { whole: false }));
  const texts = stream.text();
  await texts.next();
  stream.abort("enough");
  await texts.next();
}

async function readTwice() {
  const stream = await streamed(() => sse([delta({}, "stop")]));
  stream.text();
  stream.text();
}

async function askTwice() {
  const talk = client(() => sse([delta()], { whole: false })).conversation({ system: "x" });
  await talk.ask(PROMPT);
  await talk.ask(PROMPT);
}
