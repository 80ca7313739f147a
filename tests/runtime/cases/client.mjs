// How a client is made, and what it sends.
import { answer, wholeAnswer } from "../wire.mjs";

const MESSAGES = [{ role: "user", content: "Hello" }];
const JSON_TYPE = { "content-type": "application/json" };

/** A `fetch` that remembers its calls and answers each with the same short answer. */
function recorder() {
  const calls = [];
  const fetch = async (input, init) => {
    const request = input instanceof Request ? input : new Request(input, init);
    calls.push(request);
    return new Response(wholeAnswer("Hi."), { headers: JSON_TYPE });
  };
  return { calls, fetch };
}

export const clientCases = {
  async "a plain call returns the completion as the service sent it"(t, env) {
    const peer = await env.peer({ answers: [{ headers: JSON_TYPE, body: [{ text: wholeAnswer("两年。") }] }] });
    const completion = await peer.client().chat.completions.create({ model: "qwen-plus", messages: MESSAGES, temperature: 0.5 });
    t.same(completion, JSON.parse(wholeAnswer("两年。")));
    const { requests } = await peer.seen();
    t.equal(requests.length, 1, "requests");
    t.equal(requests[0].path, "/v1/chat/completions");
    t.equal(requests[0].headers.authorization, "Bearer sk-test");
    t.same(JSON.parse(requests[0].body), { model: "qwen-plus", messages: MESSAGES, temperature: 0.5 });
  },

  async "what callers without types pass is taken or refused, and other calls go on"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: answer("Hi.").slice(0, -20) }, { wait: 150 }, { text: answer("Hi.").slice(-20) }] }] });
    const other = await peer.client().chat.completions.create({ model: "qwen-plus", messages: MESSAGES, stream: true });
    const texts = other.text();
    await texts.next();
    const { calls, fetch } = recorder();
    const made = (options) => new env.lib.Qwen({ apiKey: "sk-test", dangerouslyAllowBrowser: true, fetch, maxRetries: 0, ...options });
    await made({ baseURL: new URL("https://service.invalid/v1/") }).chat.completions.create({ model: "qwen-plus", messages: MESSAGES });
    t.equal(calls[0].url, "https://service.invalid/v1/chat/completions", "a URL is an address");
    for (const options of [{ region: 5 }, { region: {} }, { workspace: {} }]) {
      t.equal((await t.rejects(made(options).chat.completions.create({ model: "qwen-plus", messages: MESSAGES }), env.lib.QwenError)).code, "invalid_argument", JSON.stringify(options));
    }
    await made({ baseURL: "https://service.invalid/v1" }).files.create({ file: { bytes: new Uint8Array(1), filename: 5 }, purpose: "batch" });
    t.equal((await t.rejects(made().batches.results(null).next(), env.lib.QwenError)).code, "invalid_argument");
    for (let text; !(text = await texts.next()).done; );
    t.equal((await other.end).state, "complete", "a stream that lives in the same core");
  },

  async "withResponse gives the data, the response and the request id"(t, env) {
    const peer = await env.peer({ answers: [{ headers: { ...JSON_TYPE, "x-request-id": "req-7" }, body: [{ text: wholeAnswer("Hi.") }] }] });
    const { data, response, request_id } = await peer.client().chat.completions.create({ model: "qwen-plus", messages: MESSAGES }).withResponse();
    t.equal(data.choices[0].message.content, "Hi.");
    t.equal(response.status, 200);
    t.equal(response.headers.get("x-request-id"), "req-7");
    t.equal(request_id, "req-7");
  },

  async "withResponse of a stream gives the stream, its response and its request id"(t, env) {
    const peer = await env.peer({ answers: [{ headers: { "content-type": "text/event-stream", "x-request-id": "req-8" }, body: [{ text: answer("Hi.") }] }] });
    const { data, response, request_id } = await peer.client().chat.completions.create({ model: "qwen-plus", messages: MESSAGES, stream: true }).withResponse();
    t.equal(request_id, "req-8");
    t.equal(data.requestId, "req-8");
    t.equal(response.status, 200);
    t.equal(data.response.status, 200);
    t.equal(await data.finalContent(), "Hi.");
  },

  async "the fetch option replaces the global fetch"(t, env) {
    const { calls, fetch } = recorder();
    const qwen = new env.lib.Qwen({ apiKey: "sk-test", dangerouslyAllowBrowser: true, fetch });
    const completion = await qwen.chat.completions.create({ model: "qwen-plus", messages: MESSAGES }, { headers: { "x-dashscope-session": "s1" } });
    t.equal(completion.choices[0].message.content, "Hi.");
    t.equal(calls.length, 1, "calls of the fetch option");
    t.equal(calls[0].headers.get("x-dashscope-session"), "s1");
    t.equal(new URL(calls[0].url).href, "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions", "the default host is Beijing (reference 1.1)");
  },

  async "a region is a host, and baseURL is exactly what was given"(t, env) {
    const { calls, fetch } = recorder();
    const common = { apiKey: "sk-test", dangerouslyAllowBrowser: true, fetch };
    for (const options of [{ region: "singapore" }, { baseURL: "https://proxy.example/qwen/v1" }, { baseURL: "https://proxy.example/qwen/v1/" }])
      await new env.lib.Qwen({ ...common, ...options }).chat.completions.create({ model: "qwen-plus", messages: MESSAGES });
    t.same(calls.map((call) => call.url), [
      "https://dashscope-intl.aliyuncs.com/compatible-mode/v1/chat/completions",
      "https://proxy.example/qwen/v1/chat/completions",
      "https://proxy.example/qwen/v1/chat/completions",
    ]);
  },

  async "default headers go with every call and a call's own headers win"(t, env) {
    const { calls, fetch } = recorder();
    const qwen = new env.lib.Qwen({ apiKey: "sk-test", dangerouslyAllowBrowser: true, fetch, defaultHeaders: { "x-a": "client", "x-b": "client" } });
    await qwen.chat.completions.create({ model: "qwen-plus", messages: MESSAGES }, { headers: { "x-b": "call" } });
    t.same([calls[0].headers.get("x-a"), calls[0].headers.get("x-b")], ["client", "call"]);
  },

  async "a page that holds an API key is told about the gateway"(t, env) {
    if (!env.inPage) t.skip("only in pages");
    const error = await t.rejects(async () => new env.lib.Qwen({ apiKey: "sk-test", baseURL: "/v1" }), env.lib.QwenError);
    t.ok(/gateway/i.test(error.message), `the message names the gateway: ${error.message}`);
    t.ok(!error.message.includes("sk-test"), "the message keeps the key to itself");
    new env.lib.Qwen({ baseURL: "/v1" });
    new env.lib.Qwen({ apiKey: "sk-test", baseURL: "/v1", dangerouslyAllowBrowser: true });
  },

  async "outside a page a client needs no permission to hold its key"(t, env) {
    if (env.inPage) t.skip("not in pages");
    new env.lib.Qwen({ apiKey: "sk-test" });
  },

  async "a key function is asked for the key"(t, env) {
    const { calls, fetch } = recorder();
    const qwen = new env.lib.Qwen({ apiKey: async () => "sk-from-function", dangerouslyAllowBrowser: true, fetch });
    await qwen.chat.completions.create({ model: "qwen-plus", messages: MESSAGES });
    t.equal(calls[0].headers.get("authorization"), "Bearer sk-from-function");
  },

  async "twenty calls at once through one client get each its own answer"(t, env) {
    const fetch = async (_, init) => new Response(wholeAnswer(JSON.parse(init.body).messages[0].content), { headers: JSON_TYPE });
    const qwen = new env.lib.Qwen({ apiKey: "sk-test", dangerouslyAllowBrowser: true, fetch });
    const names = Array.from({ length: 20 }, (_, at) => `call ${at}`);
    const all = await Promise.all(names.map((content) => qwen.chat.completions.create({ model: "qwen-plus", messages: [{ role: "user", content }] })));
    t.same(all.map((one) => one.choices[0].message.content), names);
  },
};
