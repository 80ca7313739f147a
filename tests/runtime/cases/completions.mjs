// Code completion: text completions (reference 11.3) and partial mode (reference 15).
import { chunk, ending, event, wholeAnswer } from "../wire.mjs";

const ENVELOPE = { object: "text_completion", created: 1764500400, system_fingerprint: null, model: "qwen2.5-coder-32b-instruct", id: "cmpl-1ca73925" };
const USAGE = { prompt_tokens: 24, completion_tokens: 5, total_tokens: 29 };
const piece = (text, finish_reason = null) => event({ choices: [{ text, finish_reason, index: 0, logprobs: null }], ...ENVELOPE });
const STREAM = piece("return") + piece(" a + ") + piece("b 😀") + piece("", "stop") + event({ choices: [], ...ENVELOPE, usage: USAGE }) + event("[DONE]");
const REQUEST = { model: "qwen2.5-coder-32b-instruct", prompt: "def add(a, b):\n    ", suffix: "\n\nprint(add(1, 2))", max_tokens: 64 };
const FILLED = "<|fim_prefix|>def add(a, b):\n    <|fim_suffix|>\n\nprint(add(1, 2))<|fim_middle|>";

const PARTIAL = { model: "qwen3-coder-plus", messages: [{ role: "user", content: "Python primes below 100, code only" }], prefix: "def primes" };

async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

export const completionCases = {
  async "prompt and suffix become the model's own markers, and the gap comes back"(t, env) {
    const whole = { choices: [{ text: "return a + b", finish_reason: "stop", index: 0, logprobs: null }], ...ENVELOPE, usage: USAGE };
    const peer = await env.peer({ answers: [{ headers: { "content-type": "application/json" }, body: [{ text: JSON.stringify(whole) }] }] });
    const { data, request_id } = await peer.client().completions.create(REQUEST).withResponse();
    t.same(data, whole);
    t.equal(request_id, null);
    await peer.client().completions.create({ ...REQUEST, suffix: undefined });
    const { requests } = await peer.seen();
    t.ok(requests[0].path.endsWith("/completions"), requests[0].path);
    t.same(JSON.parse(requests[0].body), { model: REQUEST.model, prompt: FILLED, max_tokens: 64 });
    t.same(JSON.parse(requests[1].body), { model: REQUEST.model, prompt: REQUEST.prompt, max_tokens: 64 });
    await t.rejects(peer.client().completions.create({ model: "m" }), env.lib.QwenError);
  },

  async "a completion streams as text, as chunks and as a whole"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: STREAM, cut: 7, pause: 0 }] }] });
    const begin = () => peer.client().completions.create({ ...REQUEST, stream: true, stream_options: { include_usage: true } });
    t.equal((await collect((await begin()).text())).join(""), "return a + b 😀");
    const chunks = await collect(await begin());
    t.same(chunks.map(({ choices }) => choices[0]?.text), ["return", " a + ", "b 😀", "", undefined]);
    const stream = await begin();
    t.same(await stream.finalCompletion(), { choices: [{ index: 0, text: "return a + b 😀", finish_reason: "stop", logprobs: null }], ...ENVELOPE, usage: USAGE });
    t.equal(await stream.finalText(), "return a + b 😀");
    const { state, usage } = await stream.end;
    t.same([state, usage], ["complete", USAGE]);
  },

  async "a completion that is cut is an error with what came"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: piece("return") }] }] });
    const { partial } = await t.rejects((await peer.client().completions.create({ ...REQUEST, stream: true })).finalText(), env.lib.TruncatedStreamError);
    t.equal(partial.choices[0].text, "return");
  },

  async "continue() joins the prefix and what the model adds to it"(t, env) {
    const peer = await env.peer({ answers: [{ headers: { "content-type": "application/json" }, body: [{ text: wholeAnswer("(n):\n    pass") }] }] });
    const completion = await peer.client().chat.completions.continue(PARTIAL);
    t.equal(completion.choices[0].message.content, "def primes(n):\n    pass");
    t.same(await peer.sentMessages(), [...PARTIAL.messages, { role: "assistant", content: "def primes", partial: true }]);
    await t.rejects(peer.client().chat.completions.continue({ ...PARTIAL, prefix: "" }), env.lib.QwenError);
  },

  async "what came of an answer that goes on begins with the prefix, too: it is what the next one goes on from"(t, env) {
    const cut = { headers: { "content-type": "application/json", "x-dashscope-partialresponse": "true", "access-control-expose-headers": "x-dashscope-partialresponse" }, body: [{ text: wholeAnswer("(n):") }] };
    const folded = { body: [{ text: chunk({ content: "(n):" }) }] };
    for (const [model, answer] of [["qwen3-coder-plus", cut], ["qwen3-8b", folded]]) {
      const peer = await env.peer({ answers: [answer] });
      const { partial } = await t.rejects(peer.client().chat.completions.continue({ ...PARTIAL, model }, { preflight: { partial: false } }), env.lib.TruncatedStreamError);
      t.equal(partial.choices[0].message.content, "def primes(n):", model);
    }
  },

  async "a choice without a message is a typed error"(t, env) {
    for (const [choice, kind] of [[{ finish_reason: "stop", index: 0 }, "StreamDecodeError"], [{ finish_reason: "stop", message: null }, "StreamDecodeError"], [{ index: 0 }, "TruncatedStreamError"], [null, "TruncatedStreamError"]]) {
      const text = JSON.stringify({ ...JSON.parse(wholeAnswer("")), choices: [choice] });
      const peer = await env.peer({ answers: [{ headers: { "content-type": "application/json" }, body: [{ text }] }] });
      const error = await t.rejects(peer.client().chat.completions.continue(PARTIAL), env.lib[kind], text);
      t.equal(error.code, kind === "StreamDecodeError" ? "no_message" : "partial_response");
    }
  },

  async "a model that thinks by default goes on without thinking"(t, env) {
    const rows = [["qwen3.5-plus", false], ["qwen3.7-max", false], ["qwen3-8b", false], ["qwen3-coder-plus", undefined]];
    for (const [model, thinking] of rows) {
      const peer = await env.peer({ answers: [{ headers: { "content-type": "application/json" }, body: [{ text: wholeAnswer("(n):") }] }] });
      await peer.client().chat.completions.continue({ ...PARTIAL, model });
      const { enable_thinking, stream } = JSON.parse((await peer.seen()).requests[0].body);
      t.same([enable_thinking, stream], [thinking, undefined], model);
    }
    const peer = await env.peer({ emulator: {} });
    const { choices } = await peer.client().chat.completions.continue({ ...PARTIAL, model: "qwen3.5-plus" });
    t.ok(choices[0].message.content.startsWith("def primes"), choices[0].message.content);
    t.equal((await t.rejects(peer.client().chat.completions.continue({ ...PARTIAL, model: "qwen3.5-plus", enable_thinking: true }), env.lib.PreflightError)).rule, "partial");
  },

  async "every choice begins with the prefix"(t, env) {
    const body = JSON.parse(wholeAnswer("(n):"));
    body.choices.push({ ...body.choices[0], index: 1 });
    const peer = await env.peer({ answers: [{ headers: { "content-type": "application/json" }, body: [{ text: JSON.stringify(body) }] }] });
    const { choices } = await peer.client().chat.completions.continue({ ...PARTIAL, n: 2 });
    t.same(choices.map(({ message }) => message.content), ["def primes(n):", "def primes(n):"]);
  },

  async "continue() streams the whole, the prefix first"(t, env) {
    const body = chunk({ content: "", role: "assistant" }) + chunk({ content: "(n):" }) + chunk({ content: " pass" }) + ending();
    const peer = await env.peer({ answers: [{ body: [{ text: body, cut: 100 }] }] });
    const begin = () => peer.client().chat.completions.continue({ ...PARTIAL, stream: true });
    const texts = await collect((await begin()).text());
    t.equal(texts.join(""), "def primes(n): pass");
    t.equal(await (await begin()).finalContent(), "def primes(n): pass");
    t.same((await collect(await begin())).map(({ choices }) => choices[0]?.delta.content), ["", "(n):", " pass", "", undefined], "chunks are as on the wire");
    const nothing = await env.peer({ answers: [{ body: [{ text: event("[DONE]") }] }] });
    await t.rejects((await nothing.client().chat.completions.continue({ ...PARTIAL, stream: true })).finalContent(), env.lib.TruncatedStreamError, "an answer that brings nothing");
  },
};
