// Every failure that a caller can meet. `kind` is the class of its error, so that a table which no longer provokes anything is noticed.
import { event } from "../runtime/wire.mjs";
import { ANSWER, DOCUMENT, KEY, PROMPT } from "./canaries.mjs";
import { client, delta, file, plain, problem, read, REQUEST, sse, streamed } from "./calls.mjs";

const STATUSES = {
  400: "BadRequestError", 401: "AuthenticationError", 403: "PermissionDeniedError", 404: "NotFoundError", 408: "APIError", 409: "ConflictError",
  422: "UnprocessableEntityError", 429: "RateLimitError", 500: "InternalServerError", 503: "InternalServerError",
};

const hanging = () => new Promise(() => {});
const parsing = () => problem(400, "File parsing in progress, please try again later.");
const text = (body, type, status = 200) => new Response(body, { status, headers: { "content-type": type } });

/** Name -> `{ kind, run }`; `run` rejects. */
export const failures = {
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
