// Plain calls of what the service only streams: streamed and folded inside, with the errors of a stream.
import { answer, chunk, ending, errorBody, event, USAGE, wholeAnswer } from "../wire.mjs";

const CALL = { model: "qwq-plus", messages: [{ role: "user", content: "9.11 or 9.9?" }] };
const THOUGHT = chunk({ content: null, role: "assistant", reasoning_content: "" }) + chunk({ content: null, reasoning_content: "Compare" }) + chunk({ content: null, reasoning_content: " both." });

const streamed = (text, more) => ({ answers: [{ headers: { "content-type": "text/event-stream", "x-request-id": "req-f" }, body: [{ text }], ...more }] });

export const foldedCases = {
  async "a plain call of a stream-only model brings the whole answer, its reasoning and its usage"(t, env) {
    for (const model of ["qwq-plus", "qvq-max", "qwen3-omni-flash", "qwen3-8b"]) {
      const peer = await env.peer(streamed(THOUGHT + chunk({ content: "9.9", reasoning_content: null }) + ending()));
      const { data, response, request_id } = await peer.client().chat.completions.create({ ...CALL, model, temperature: 0.6 }).withResponse();
      t.equal(data.object, "chat.completion");
      t.same(data.choices[0].message, { role: "assistant", content: "9.9", reasoning_content: "Compare both." });
      t.equal(data.choices[0].finish_reason, "stop");
      t.same(data.usage, USAGE);
      t.same([response.status, request_id], [200, "req-f"]);
      const { requests } = await peer.seen();
      t.same(JSON.parse(requests[0].body), { ...CALL, model, temperature: 0.6, stream: true, stream_options: { include_usage: true } });
      t.ok(requests[0].headers.accept.includes("text/event-stream"), requests[0].headers.accept);
    }
  },

  async "with preflight off it is sent as it is"(t, env) {
    for (const preflight of [false, { stream_only: false }]) {
      const peer = await env.peer({ answers: [{ headers: { "content-type": "application/json" }, body: [{ text: wholeAnswer("Hi.") }] }] });
      await peer.client({ preflight }).chat.completions.create(CALL);
      t.same(JSON.parse((await peer.seen()).requests[0].body), CALL);
    }
  },

  async "thinking that must be streamed is folded where fix says so"(t, env) {
    const peer = await env.peer(streamed(answer("9.9")));
    const call = { ...CALL, model: "qwen3-max", enable_thinking: true };
    t.equal((await t.rejects(peer.client().chat.completions.create(call), env.lib.PreflightError)).rule, "thinking_stream");
    t.equal((await peer.seen()).requests.length, 0, "requests");
    const lines = [];
    const logger = { warn: (line) => lines.push(line) };
    const completion = await peer.client({ preflight: { thinking_stream: "fix" }, logger }).chat.completions.create(call);
    t.equal(completion.choices[0].message.content, "9.9");
    t.ok(lines.length === 1 && lines[0].includes("thinking_stream"), lines.join());
  },

  async "a folded answer that is cut is no success: what came of it is in the error"(t, env) {
    const peer = await env.peer(streamed(THOUGHT + chunk({ content: "9." })));
    const error = await t.rejects(peer.client().chat.completions.create(CALL), env.lib.TruncatedStreamError);
    t.same(error.partial.choices[0].message, { role: "assistant", content: "9.", reasoning_content: "Compare both." });
    t.equal(error.requestId, "req-f");
  },

  async "an error of the service, before or within the answer, is that of the call"(t, env) {
    const refused = await env.peer({ answers: [{ status: 400, body: [{ text: event(errorBody("data_inspection_failed", "No.", "req-e")) }] }] });
    t.equal((await t.rejects(refused.client().chat.completions.create(CALL), env.lib.BadRequestError)).code, "data_inspection_failed");
    const broken = await env.peer(streamed(THOUGHT + event(errorBody("internal_error", "No.", "req-e"))));
    t.equal((await t.rejects(broken.client().chat.completions.create(CALL), env.lib.APIError)).code, "internal_error");
  },

  async "an abort ends a folded call, and its connection"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ tokens: 5 }] }] });
    const controller = new AbortController();
    const call = peer.client().chat.completions.create(CALL, { signal: controller.signal });
    const rejected = t.rejects(call, env.lib.APIUserAbortError);
    await peer.sees((seen) => seen.tokens > 3, "the model answers");
    controller.abort("enough");
    t.equal((await rejected).cause, "enough");
    t.ok(await peer.hasStopped(), "the model stops");
  },

  async "a connection that breaks before anything of the answer came is tried again"(t, env) {
    const peer = await env.peer({ answers: [{ body: [], ending: "cut" }, { body: [{ text: answer("9.9") }] }] });
    const completion = await peer.client({ maxRetries: 1, logLevel: "off" }).chat.completions.create(CALL);
    t.equal(completion.choices[0].message.content, "9.9");
    t.equal((await peer.seen()).requests.length, 2, "requests");
  },

  async "the prefix of a folded continuation stands before it, once"(t, env) {
    const peer = await env.peer(streamed(answer("primes(n):")));
    const completion = await peer.client().chat.completions.continue({ ...CALL, model: "qwen3-8b", prefix: "def " }, { preflight: { partial: false } });
    t.equal(completion.choices[0].message.content, "def primes(n):");
  },

  async "the emulator's stream-only model answers a plain call"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const completion = await peer.client().chat.completions.create(CALL);
    t.ok(completion.choices[0].message.content.includes("9.11 or 9.9?"), completion.choices[0].message.content);
    t.ok(completion.usage.total_tokens > 0, "usage");
  },
};
