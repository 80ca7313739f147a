// What is tried again, how often, how late, and who hears of it.
import { answer, chunk, errorBody, uploaded, wholeAnswer } from "../wire.mjs";

const CALL = { model: "qwen-plus", messages: [{ role: "user", content: "Hello" }] };
const STREAM = { ...CALL, stream: true };
const JSON_TYPE = { "content-type": "application/json" };

function refusal(status, code, headers = {}) {
  return { status, headers: { ...JSON_TYPE, "access-control-expose-headers": "retry-after, retry-after-ms, x-request-id", ...headers }, body: [{ text: errorBody(code, "The service's sentence.", "req-r") }] };
}

/** Quick and quiet, and tells every retry. */
function patient(peer, options) {
  const retries = [];
  const lines = [];
  const line = (message) => lines.push(message);
  const logger = { error: line, warn: line, info: line, debug: line };
  return { retries, lines, qwen: peer.client({ maxRetries: 2, maxRetryDelay: 100, logger, onRetry: (retry) => retries.push(retry), ...options }) };
}

export const retryCases = {
  async "connection failures, 408, 409, 429 and 5xx are tried again, and each retry is told and logged"(t, env) {
    // Chromium repeats a 408 on a used connection by itself.
    for (const status of [...(env.inPage ? [] : [408]), 409, 429, 500, 503]) {
      const peer = await env.peer({ answers: [refusal(status, "passing"), { says: "Second." }] });
      const { qwen, retries, lines } = patient(peer);
      t.equal((await qwen.chat.completions.create(CALL)).choices[0].message.content, "Second.", status);
      t.same(retries.map(({ attempt, error }) => [attempt, error.status, error.code]), [[1, status, "passing"]], status);
      t.ok(retries[0].delay >= 0 && retries[0].delay <= 100, `the pause is ${retries[0].delay} ms`);
      t.equal(lines.length, 1, "lines at the default level");
      t.inOrder(lines[0], ["chat", "passing", "try 2 of 3"]);
      t.equal((await peer.seen()).requests.length, 2, "requests");
    }
  },

  async "a call's own onRetry and maxRetries win over the client's"(t, env) {
    const peer = await env.peer({ answers: [refusal(500, "a"), refusal(503, "b"), { says: "Third." }] });
    const { qwen, retries } = patient(peer, { maxRetries: 0 });
    const own = [];
    const completion = await qwen.chat.completions.create(CALL, { maxRetries: 2, onRetry: ({ attempt, error }) => own.push([attempt, error.code]) });
    t.equal(completion.choices[0].message.content, "Third.");
    t.same(own, [[1, "a"], [2, "b"]]);
    t.equal(retries.length, 0, "the client's");
  },

  async "what an onRetry throws fails the call"(t, env) {
    const peer = await env.peer({ answers: [refusal(500, "a"), { says: "never" }] });
    class Mine extends Error {}
    const call = patient(peer).qwen.chat.completions.create(CALL, { onRetry: () => { throw new Mine(); } });
    await t.rejects(call, Mine);
    t.equal((await peer.seen()).requests.length, 1, "requests");
  },

  async "when the tries are used up the last error is thrown"(t, env) {
    const peer = await env.peer({ answers: [refusal(500, "first"), refusal(502, "second"), refusal(503, "third")] });
    const error = await t.rejects(patient(peer).qwen.chat.completions.create(CALL), env.lib.InternalServerError);
    t.equal(error.code, "third");
    t.equal((await peer.seen()).requests.length, 3, "requests");
  },

  async "a wait that the service asks for is waited, or given up at once with the time in the error"(t, env) {
    const soon = await env.peer({ answers: [refusal(429, "limit_requests", { "retry-after-ms": "80" }), { says: "Later." }] });
    const { qwen, retries } = patient(soon);
    t.equal((await qwen.chat.completions.create(CALL)).choices[0].message.content, "Later.");
    t.same(retries.map(({ delay }) => delay), [80]);
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    for (const [headers, least, most] of [[{ "retry-after": "7200" }, 7_200_000, 7_200_000], [{ "retry-after": date }, 3_500_000, 3_600_000], [{ "retry-after-ms": "101" }, 101, 101]]) {
      const late = await env.peer({ answers: [refusal(429, "limit_requests", headers), { says: "never" }] });
      const error = await t.rejects(patient(late).qwen.chat.completions.create(CALL), env.lib.RateLimitError);
      t.ok(error.retryAfter >= least && error.retryAfter <= most, `retryAfter is ${error.retryAfter}`);
      t.equal((await late.seen()).requests.length, 1, "requests");
    }
  },

  async "the kinds of 429 are told apart, and a bill is never tried again"(t, env) {
    for (const [code, kind, tries] of [["limit_burst_rate", "burst", 2], ["limit_requests", "requests", 2], ["insufficient_quota", "tokens", 2], ["PostpaidBillOverdue", "billing", 1]]) {
      const peer = await env.peer({ answers: [refusal(429, code)] });
      const error = await t.rejects(patient(peer, { maxRetries: 1 }).qwen.chat.completions.create(CALL), env.lib.RateLimitError, code);
      t.same([error.kind, error.code, error.retryAfter], [kind, code, null]);
      t.equal((await peer.seen()).requests.length, tries, `${code}: requests`);
    }
  },

  async "an answer that breaks before anything of it arrived is asked for again, after that never"(t, env) {
    const broken = (text, ending) => ({ body: text === "" ? [] : [{ text, pause: 30 }], ending });
    const half = chunk({ content: "never whole" }).slice(0, 99);
    for (const [text, ending] of [["", "clean"], ["", "reset"], [": comment\n\n", "cut"], [half, "reset"]]) {
      const peer = await env.peer({ answers: [broken(text, ending), { body: [{ text: answer("It is ", "two years.") }] }] });
      const { qwen, retries } = patient(peer);
      const stream = await qwen.chat.completions.create(STREAM);
      let read = "";
      for await (const piece of stream.text()) read += piece;
      t.equal(read, "It is two years.", ending);
      t.equal((await stream.end).state, "complete");
      // Firefox gives no head before the body's first byte: there it is the connection that failed.
      t.ok(retries.length === 1 && retries[0].attempt === 1 && ["TruncatedStreamError", "APIConnectionError"].includes(retries[0].error.name), JSON.stringify(retries));
      await peer.sees((now) => now.requests.length === 2 && now.open === 0, "two requests, none open");
    }
    for (const ending of ["clean", "reset"]) {
      const peer = await env.peer({ answers: [broken(chunk({ content: "so far" }), ending), { body: [{ text: answer("never") }] }] });
      const { qwen, retries } = patient(peer);
      const error = await t.rejects((await qwen.chat.completions.create(STREAM)).finalContent(), env.lib.TruncatedStreamError, ending);
      t.equal(error.partial.choices[0].message.content, "so far");
      t.equal(retries.length, 0, "retries");
      t.equal((await peer.seen()).requests.length, 1, "requests");
    }
  },

  async "tries before the head and after it have one budget"(t, env) {
    const peer = await env.peer({ answers: [refusal(503, "busy"), { body: [] }, { body: [] }, { body: [{ text: answer("never") }] }] });
    const { qwen, retries } = patient(peer);
    const error = await t.rejects((await qwen.chat.completions.create(STREAM)).finalContent(), env.lib.TruncatedStreamError);
    t.ok(/Nothing came/.test(error.message), error.message);
    t.same(retries.map(({ attempt }) => attempt), [1, 2]);
    t.equal((await peer.seen()).requests.length, 3, "requests");
  },

  async "a plain answer whose body breaks is asked for again"(t, env) {
    const text = wholeAnswer("Two years.");
    const peer = await env.peer({ answers: [{ headers: JSON_TYPE, body: [{ text: text.slice(0, 50), pause: 30 }], ending: "reset" }, { says: "Two years." }] });
    const { qwen, retries } = patient(peer);
    t.equal((await qwen.chat.completions.create(CALL)).choices[0].message.content, "Two years.");
    t.same(retries.map(({ error }) => error.code), ["body_broken"]);
  },

  async "an abort while a broken answer is asked for again ends it"(t, env) {
    const peer = await env.peer({ answers: [{ body: [] }, { headAfter: 60_000, body: [] }] });
    const controller = new AbortController();
    const stream = await patient(peer).qwen.chat.completions.create(STREAM, { signal: controller.signal });
    const reading = t.rejects(stream.finalContent(), env.lib.APIUserAbortError);
    await peer.sees((now) => now.requests.length === 2, "the second request");
    controller.abort();
    await reading;
    t.equal((await stream.end).state, "aborted");
    await peer.sees((now) => now.open === 0, "the second request is closed");
  },

  async "an upload is tried again after a refusal, never after a broken connection"(t, env) {
    const form = { file: new File(["hello"], "a.txt"), purpose: "file-extract" };
    const refused = await env.peer({ answers: [refusal(429, "limit_requests"), { headers: JSON_TYPE, body: [{ text: uploaded("file-fe-1") }] }] });
    t.equal((await patient(refused).qwen.files.create(form)).id, "file-fe-1");
    for (const first of [refusal(500, "InternalError.Upload"), { headers: JSON_TYPE, body: [{ text: "{", pause: 30 }], ending: "reset" }]) {
      const peer = await env.peer({ answers: [first, { headers: JSON_TYPE, body: [{ text: uploaded("file-fe-2") }] }] });
      await t.rejects(patient(peer).qwen.files.create(form), env.lib.APIError);
      t.equal((await peer.seen()).requests.length, 1, "requests");
    }
  },
};
