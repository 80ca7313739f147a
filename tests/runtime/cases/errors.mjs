// What goes wrong on the service's side arrives typed, with what the service said about it.
import { chunk, errorBody, event, wholeAnswer } from "../wire.mjs";

const CALL = { model: "qwen-plus", messages: [{ role: "user", content: "canary-prompt" }] };

const STATUSES = {
  400: "BadRequestError", 401: "AuthenticationError", 403: "PermissionDeniedError", 404: "NotFoundError",
  409: "ConflictError", 422: "UnprocessableEntityError", 429: "RateLimitError", 500: "InternalServerError", 503: "InternalServerError",
};

function refusal(status, text, type = "application/json") {
  return { answers: [{ status, headers: { "content-type": type, "x-request-id": "req-e" }, body: [{ text }] }] };
}

export const errorCases = {
  async "each status is its class, with status, code, type, param and request id"(t, env) {
    for (const [status, name] of Object.entries(STATUSES)) {
      const peer = await env.peer(refusal(Number(status), errorBody("some_code", "The service's sentence.", "req-e")));
      const error = await t.rejects(peer.client().chat.completions.create(CALL), env.lib[name], status);
      t.ok(error instanceof env.lib.APIError && error instanceof env.lib.QwenError && error instanceof Error, `${status}: the classes above`);
      t.same([error.status, error.code, error.type, error.param, error.requestId], [Number(status), "some_code", "invalid_request_error", null, "req-e"], status);
      t.ok(error.message.includes("The service's sentence."), `${status}: ${error.message}`);
      t.equal(error.name, name);
      t.ok(env.lib[name].isInstance(error) && env.lib.APIError.isInstance(error) && !env.lib.APIUserAbortError.isInstance(error), `${status}: isInstance`);
    }
  },

  async "a refusal that comes as one event is read as the error it is"(t, env) {
    const body = event(errorBody("data_inspection_failed", "Input text data may contain inappropriate content.", "req-e"));
    const peer = await env.peer(refusal(400, body, "text/event-stream;charset=UTF-8"));
    const error = await t.rejects(peer.client().chat.completions.create({ ...CALL, stream: true }), env.lib.BadRequestError);
    t.same([error.code, error.requestId], ["data_inspection_failed", "req-e"]);
  },

  async "a refusal that is no JSON keeps its status"(t, env) {
    for (const text of ["<html><h1>502 Bad Gateway</h1></html>", ""]) {
      const peer = await env.peer(refusal(502, text, "text/html"));
      const error = await t.rejects(peer.client().chat.completions.create(CALL), env.lib.InternalServerError);
      t.equal(error.status, 502);
    }
  },

  async "an error inside a stream rejects the reader after the text before it"(t, env) {
    const text = chunk({ content: "so far" }) + event(errorBody("data_inspection_failed", "Output data may contain inappropriate content.", "req-e"));
    const peer = await env.peer({ answers: [{ body: [{ text }] }] });
    const stream = await peer.client().chat.completions.create({ ...CALL, stream: true });
    let read = "";
    const reading = (async () => {
      for await (const part of stream.text()) read += part;
    })();
    const error = await t.rejects(reading, env.lib.APIError);
    t.equal(read, "so far");
    t.same([error.code, error.requestId], ["data_inspection_failed", "req-e"]);
    t.equal((await stream.end).state, "error");
  },

  async "an answer that is no JSON is an error that says so"(t, env) {
    for (const text of ["<html>login please</html>", "", "[DONE]"]) {
      const peer = await env.peer({ answers: [{ headers: { "content-type": "text/html" }, body: [{ text }] }] });
      await t.rejects(peer.client().chat.completions.create(CALL), env.lib.QwenError, JSON.stringify(text));
    }
  },

  async "an event that is no JSON is a StreamDecodeError"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: chunk({ content: "ok" }) + "data: {bad-json}\n\n" }] }] });
    const stream = await peer.client().chat.completions.create({ ...CALL, stream: true });
    await t.rejects(stream.finalContent(), env.lib.StreamDecodeError);
  },

  async "a server that cannot be reached is an APIConnectionError"(t, env) {
    const qwen = new env.lib.Qwen({ apiKey: "sk-test", dangerouslyAllowBrowser: true, maxRetries: 0, baseURL: "http://127.0.0.1:1/v1" });
    const error = await t.rejects(qwen.chat.completions.create(CALL), env.lib.APIConnectionError);
    t.ok(!(error instanceof env.lib.APIUserAbortError), "no abort");
  },

  async "whatever a fetch option throws, the call fails with an APIConnectionError"(t, env) {
    for (const thrown of [new TypeError("mine"), "a string", null, undefined, { odd: true }]) {
      const fetch = async () => {
        throw thrown;
      };
      const qwen = new env.lib.Qwen({ apiKey: "sk-test", dangerouslyAllowBrowser: true, maxRetries: 0, fetch });
      const error = await t.rejects(qwen.chat.completions.create(CALL), env.lib.APIConnectionError, String(thrown));
      t.equal(error.cause, thrown, "the cause");
    }
  },

  async "a plain answer with status 200 that is an error, or not complete, is no success"(t, env) {
    const plain = async (text, headers = {}) => {
      const peer = await env.peer({ answers: [{ headers: { "content-type": "application/json", "x-request-id": "req-p", "access-control-expose-headers": "x-dashscope-partialresponse, x-request-id", ...headers }, body: [{ text }] }] });
      return peer.client().chat.completions.create(CALL);
    };
    for (const text of [errorBody("internal_error", "The service's sentence.", "req-e"), JSON.stringify({ code: "internal_error", message: "The service's sentence.", request_id: "req-e" })]) {
      const error = await t.rejects(plain(text), env.lib.APIError, text);
      t.same([error.code, error.message, error.status, error.requestId], ["internal_error", "The service's sentence.", 200, "req-e"]);
    }
    const cut = JSON.parse(wholeAnswer("It is two"));
    for (const [body, headers] of [[cut, { "x-dashscope-partialresponse": "true" }], [{ ...cut, choices: [{ ...cut.choices[0], finish_reason: null }] }, {}]]) {
      const error = await t.rejects(plain(JSON.stringify(body), headers), env.lib.TruncatedStreamError);
      t.same([error.code, error.partial, error.requestId], ["partial_response", body, "req-p"]);
    }
    t.equal((await plain(JSON.stringify(cut), { "x-dashscope-partialresponse": "false" })).choices[0].message.content, "It is two");
    for (const text of ["", "null", "[]", '"yes"', "{"]) t.equal((await t.rejects(plain(text), env.lib.StreamDecodeError, text)).code, "malformed_body");
  },

  async "a streamed call that gets something else with status 200 says what it got"(t, env) {
    const streamed = async (type, text) => {
      const peer = await env.peer({ answers: [{ headers: { "content-type": type }, body: [{ text }] }] });
      return peer.client().chat.completions.create({ ...CALL, stream: true });
    };
    const page = await t.rejects(streamed("text/html", "<html>login</html>"), env.lib.StreamDecodeError);
    t.equal(page.code, "unexpected_content_type");
    const image = await t.rejects(streamed("image/png", "PNG"), env.lib.StreamDecodeError);
    t.inOrder(image.message, ["image/png", "events"]);
    const error = await t.rejects(streamed("application/json", errorBody("limit_requests", "Too many.", "req-e")), env.lib.APIError);
    t.same([error.code, error.status], ["limit_requests", 200]);
    t.equal((await t.rejects(streamed("application/json", wholeAnswer("whole")), env.lib.StreamDecodeError)).code, "unexpected_content_type");
    const nothing = await t.rejects((await streamed("text/event-stream", "")).finalContent(), env.lib.TruncatedStreamError);
    t.ok(/Nothing came/.test(nothing.message), nothing.message);
  },

  async "what a service quotes of the key and the request is cut out of the error"(t, env) {
    const key = "sk-canary-1234567890";
    const prompt = 'My canary "secret"\nof two lines';
    const quoting = errorBody("bad", `Invalid key ${key} for {"content":${JSON.stringify(prompt)}} or ${prompt}`, "req-e");
    for (const answers of [[{ status: 400, headers: { "content-type": "application/json" }, body: [{ text: quoting }] }], [{ body: [{ text: event(quoting) }] }]]) {
      const peer = await env.peer({ answers });
      const call = async () => (await peer.client({ apiKey: key }).chat.completions.create({ model: "qwen-plus", messages: [{ role: "user", content: prompt }], stream: true })).finalContent();
      const error = await t.rejects(call, env.lib.APIError);
      t.ok(!/canary/.test(error.message + error.stack) && error.message.startsWith("Invalid key …"), error.message);
    }
  },

  async "key and prompt never stand in an error"(t, env) {
    const peer = await env.peer(refusal(401, errorBody("invalid_api_key", "Incorrect API key provided. ", "req-e")));
    const error = await t.rejects(peer.client({ apiKey: "sk-canary" }).chat.completions.create(CALL), env.lib.AuthenticationError);
    const fields = Object.getOwnPropertyNames(error).map((name) => String(error[name]));
    const everything = [...fields, error.message, error.stack, JSON.stringify(error), String(error)].join("\n");
    t.ok(!everything.includes("canary"), everything);
  },
};
