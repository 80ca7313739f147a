// Calls that are full of canaries, against a scripted fetch.
import { Qwen } from "qwen-edge";
import { event } from "../runtime/wire.mjs";
import { ANSWER, ARGUMENTS, DOCUMENT, KEY, PROMPT, SYSTEM } from "./canaries.mjs";

/** A request with a canary in every place where a caller's text stands. */
export const REQUEST = {
  model: "qwen-plus",
  messages: [
    { role: "system", content: SYSTEM },
    { role: "system", content: DOCUMENT },
    { role: "user", content: [{ type: "text", text: PROMPT }] },
    { role: "assistant", content: null, tool_calls: [{ id: "call-1", type: "function", function: { name: "weather", arguments: ARGUMENTS } }] },
    { role: "tool", tool_call_id: "call-1", content: DOCUMENT },
  ],
  tools: [{ type: "function", function: { name: "weather", description: PROMPT, parameters: {} } }],
};

/** A file with a canary inside. Its name is no secret: the service's errors tell it. */
export const file = () => new File([DOCUMENT], "a.txt", { type: "text/plain" });

/** A client whose fetch gives what `answer(init, url)` gives. */
export function client(answer, options) {
  return new Qwen({ apiKey: KEY, fetch: async (url, init) => answer(init, url), maxRetries: 0, logger: silent, ...options });
}

const silent = { error() {}, warn() {}, info() {}, debug() {} };

export const plain = (answer, options) => client(answer, options).chat.completions.create(REQUEST);
export const streamed = (answer, options) => client(answer, options).chat.completions.create({ ...REQUEST, stream: true });
/** A stream read to its end, as text. */
export async function read(answer, options) {
  for await (const _ of (await streamed(answer, options)).text());
}

/** An error of the service. */
export const problem = (status, message = "no", fields = {}, headers = {}) =>
  Response.json({ error: { message, type: "invalid_request_error", param: null, code: "some_code", ...fields }, request_id: "r-1" }, { status, headers });

/** A body of events. After the last, unless it is `whole`, nothing more comes. */
export function sse(events, { whole = true } = {}) {
  const start = (controller) => {
    for (const one of events) controller.enqueue(new TextEncoder().encode(one));
    if (whole) controller.close();
  };
  return new Response(new ReadableStream({ start }), { headers: { "content-type": "text/event-stream" } });
}

export const delta = (fields = {}, finish_reason = null, index = 0) => event({ id: "c", model: "m", choices: [{ index, delta: { content: ANSWER, ...fields }, finish_reason }] });
