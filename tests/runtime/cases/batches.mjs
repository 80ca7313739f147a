// `qwen.batches`: made of requests or of a file, waited for, read; what the service would refuse, refuses, or breaks off.
import { until } from "../assert.mjs";
import { errorBody } from "../wire.mjs";

const JSON_TYPE = { "content-type": "application/json;charset=UTF-8" };
const ID = "batch_c936e643-c93f-4286-b0b3-1027a9f0855f";
const INPUT = "file-batch-dab465a1f1b6fd2a0b0cea4e";
const OUTPUT = "file-batch_output-1";
const ERRORS = "file-batch_output-2";

/** A batch, as reference 16.2 shows it. */
function batch(fields = {}) {
  const times = { in_progress_at: null, expires_at: null, finalizing_at: null, completed_at: null, failed_at: null, expired_at: null, cancelling_at: null, cancelled_at: null };
  return { id: ID, object: "batch", endpoint: "/v1/chat/completions", errors: null, input_file_id: INPUT, completion_window: "24h", status: "validating", output_file_id: null, error_file_id: null, created_at: 1776414394, ...times, request_counts: { total: 0, completed: 0, failed: 0 }, metadata: null, ...fields };
}
const completed = (answers, failures = 0) =>
  batch({ status: "completed", output_file_id: OUTPUT, ...(failures && { error_file_id: ERRORS }), request_counts: { total: answers + failures, completed: answers, failed: failures } });

const json = (value, status = 200) => ({ status, headers: JSON_TYPE, body: [{ text: typeof value === "string" ? value : JSON.stringify(value) }] });
const UPLOADED = json({ id: INPUT, object: "file", bytes: 1, filename: "batch.jsonl", purpose: "batch", status: "processed", created_at: 1 });

const request = (custom_id, fields = {}) => ({ custom_id, body: { model: "qwen-plus", messages: [{ role: "user", content: "Hi" }], ...fields } });
/** A line of an output file (reference 16.6). */
const answered = (custom_id, content = "Hello") =>
  JSON.stringify({ id: "6c81d0aa", custom_id, response: { status_code: 200, request_id: `r-${custom_id}`, body: { created: 1, usage: null, model: "qwen-plus", id: "chatcmpl-6c81d0aa", choices: [{ finish_reason: "stop", index: 0, message: { role: "assistant", content } }], object: "chat.completion" } }, error: null });

/** A client whose fetch gives the batch, and its files as bodies: `files[id]()`. */
function clientOf(env, record, files, options = {}) {
  const fetch = async (url) => {
    const id = /\/files\/([^/]+)\/content$/.exec(url)?.[1];
    return id ? new Response(files[id]()) : Response.json(record);
  };
  return new env.lib.Qwen({ apiKey: "sk-test", dangerouslyAllowBrowser: true, baseURL: "https://service.invalid/compatible-mode/v1", maxRetries: 0, fetch, ...options });
}

/** A body of these pieces. */
const bodyOf = (...pieces) => new ReadableStream({ start: (controller) => (pieces.forEach((piece) => controller.enqueue(piece)), controller.close()) });
const bytes = (text) => new TextEncoder().encode(text);

async function all(results) {
  const list = [];
  for await (const result of results) list.push(result);
  return list;
}

export const batchCases = {
  async "a batch of an uploaded file is one call, with the endpoint and the time of most"(t, env) {
    const peer = await env.peer({ answers: [json(batch())] });
    const made = await peer.client().batches.create({ input_file_id: INPUT, endpoint: undefined, metadata: { ds_name: "job" } });
    t.same([made.id, made.status], [ID, "validating"]);
    const [sent] = (await peer.seen()).requests;
    t.same([sent.method, sent.path, sent.headers["content-type"]], ["POST", "/v1/batches", "application/json"]);
    t.same(JSON.parse(sent.body), { input_file_id: INPUT, endpoint: "/v1/chat/completions", completion_window: "24h", metadata: { ds_name: "job" } });
  },

  async "requests are written, uploaded and made a batch, and each step is told"(t, env) {
    const peer = await env.peer({ answers: [UPLOADED, json(batch())] });
    const events = [];
    async function* requests() {
      yield request("a", { stream: false });
      yield { body: request("", { enable_thinking: false, messages: [{ role: "user", content: "你好 😀" }] }).body };
    }
    const made = await peer.client().batches.create({ requests: requests(), completion_window: "2d" }, { onProgress: (event) => events.push(event) });
    t.equal(made.id, ID);
    const { requests: sent } = await peer.seen();
    t.same(sent.map(({ method, path }) => `${method} ${path}`), ["POST /v1/files", "POST /v1/batches"]);
    const lines = /\r\n\r\n(\{"custom_id"[^]*?\n)\r\n--/.exec(sent[0].body)?.[1];
    t.equal(
      lines,
      '{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"qwen-plus","messages":[{"role":"user","content":"Hi"}]}}\n' +
        '{"custom_id":"2","method":"POST","url":"/v1/chat/completions","body":{"model":"qwen-plus","messages":[{"role":"user","content":"你好 😀"}],"enable_thinking":false}}\n',
      "the file",
    );
    t.ok(/name="purpose"\r\n\r\nbatch\r\n/.test(sent[0].body) && sent[0].body.includes('filename="batch.jsonl"'), "an upload for a batch");
    t.same(JSON.parse(sent[1].body), { input_file_id: INPUT, endpoint: "/v1/chat/completions", completion_window: "2d" });
    t.same(events.map(({ phase, lines, fileId }) => [phase, lines, fileId]), [["upload", 2, null], ["create", 2, INPUT]]);
    t.equal(events[0].bytes, bytes(lines).length, "bytes of the file");
  },

  async "the test model has an endpoint of its own"(t, env) {
    const peer = await env.peer({ answers: [UPLOADED, json(batch())] });
    await peer.client().batches.create({ requests: [request("a", { model: "batch-test-model" })] });
    const { requests } = await peer.seen();
    t.ok(requests[0].body.includes('"url":"/v1/chat/ds-test"'), "the line's url");
    t.equal(JSON.parse(requests[1].body).endpoint, "/v1/chat/ds-test");
  },

  async "what the service would refuse is refused before anything is sent, with its line"(t, env) {
    const peer = await env.peer({ answers: [json(batch())] });
    const test = (custom_id, fields) => request(custom_id, { model: "batch-test-model", ...fields });
    const long = "x".repeat(2 << 20);
    const rows = [
      ["no_requests", null, []],
      ["duplicate_custom_id", 2, [request("a"), request("a")]],
      ["duplicate_custom_id", 2, [request("2"), { body: request("").body }]],
      ["mismatched_model", 2, [request("a"), request("b", { model: "qwen-max" })]],
      ["mismatched_thinking", 3, [request("a"), request("b", { enable_thinking: true }), request("c", { enable_thinking: false })]],
      ["stream_not_allowed", 1, [request("a", { stream: true })]],
      ["mismatched_url", 2, [request("a"), { ...request("b"), url: "/v1/embeddings" }]],
      ["mismatched_test_url", 1, [{ ...test("a"), url: "/v1/chat/completions" }]],
      ["invalid_request", 1, [{ custom_id: 7, body: {} }]],
      ["invalid_request", 1, [{ custom_id: "a" }]],
      ["invalid_request", 1, [null]],
      ["invalid_request", 1, [{ custom_id: "a", body: { messages: [] } }]],
      ["invalid_request", 2, [request("a"), request("b", { seed: 1n })]],
      ["too_many_lines", 101, Array.from({ length: 200 }, (_, at) => test(String(at)))],
      ["line_too_large", 1, [test("a", { prompt: long })]],
      ["batch_too_large", null, [test("a", { prompt: long.slice(0, 900_000) }), test("b", { prompt: long.slice(0, 900_000) })]],
      ["line_too_large", 2, [request("a"), request("b", { prompt: "你".repeat((2 << 20) + 100) })]],
    ];
    for (const [code, line, requests] of rows) {
      const error = await t.rejects(peer.client().batches.create({ requests }), env.lib.BatchError, code);
      t.equal(error.code, code);
      if (line !== null) t.equal(error.line, line, `the line of ${code}`);
      t.ok(!/Hi|xxx|你你/.test(error.message), "no prompt in the message");
    }
    for (const settings of [{ completion_window: "23h" }, { completion_window: "15d" }, { completion_window: "soon" }, { metadata: { ds_name: "x".repeat(101) } }, { input_file_id: "x" }]) {
      await t.rejects(peer.client().batches.create({ requests: [request("a")], ...settings }), env.lib.QwenError, JSON.stringify(settings));
    }
    t.equal((await peer.seen()).requests.length, 0, "requests that were sent");
  },

  async "a source of requests is left where a request is refused, where it throws, and at an abort"(t, env) {
    const peer = await env.peer({ answers: [json(batch())] });
    const { batches } = peer.client();
    let closed = 0;
    async function* source(then) {
      try {
        yield request("a");
        yield await then();
      } finally {
        closed += 1;
      }
    }
    await t.rejects(batches.create({ requests: source(() => request("a")) }), env.lib.BatchError);
    await until(() => closed === 1, "the source is closed");
    const why = new Error("no more");
    const thrown = await t.rejects(batches.create({ requests: source(() => Promise.reject(why)) }), Error);
    t.equal(thrown, why, "what the source threw");
    const abort = new AbortController();
    const aborted = batches.create({ requests: source(() => (abort.abort("why"), new Promise(() => {}))) }, { signal: abort.signal });
    t.equal((await t.rejects(aborted, env.lib.APIUserAbortError)).cause, "why");
    t.equal((await peer.seen()).requests.length, 0, "requests that were sent");
  },

  async "a batch that cannot be created of its upload names the file, and is not tried twice"(t, env) {
    const peer = await env.peer({ answers: [UPLOADED, json(errorBody("internal_error", "No batch for /v1/chat/completions", "req-1"), 500), json(batch())] });
    const qwen = peer.client({ maxRetries: 2, logLevel: "off" });
    const error = await t.rejects(qwen.batches.create({ requests: [request("a")] }), env.lib.BatchError);
    t.same([error.fileId, error.code, error.status, error.requestId], [INPUT, "internal_error", 500, "req-1"]);
    t.ok(error.cause instanceof env.lib.InternalServerError && error.message.includes(INPUT) && error.message.includes("/v1/chat/completions"), error.message);
    t.equal((await peer.seen()).requests.length, 2, "requests");
    const again = await qwen.batches.create({ input_file_id: error.fileId });
    t.equal(again.id, ID);
  },

  async "a list without batches is empty, and one with many comes page by page"(t, env) {
    const empty = await env.peer({ answers: [json({ object: "list", data: null, first_id: null, last_id: null, has_more: false })] });
    t.same((await empty.client().batches.list()).data, []);
    t.same(await all(empty.client().batches.list()), []);
    const page = (ids, has_more) => json({ object: "list", data: ids.map((id) => batch({ id })), first_id: ids[0], last_id: ids.at(-1), has_more });
    const peer = await env.peer({ answers: [page(["batch_1", "batch_2"], true), page(["batch_3"], false)] });
    const ids = (await all(peer.client().batches.list({ limit: 2, status: ["completed", "failed"], ds_name: "a b" }))).map(({ id }) => id);
    t.same(ids, ["batch_1", "batch_2", "batch_3"]);
    const paths = (await peer.seen()).requests.map(({ path }) => path);
    t.same(paths, ["/v1/batches?limit=2&status=completed%2Cfailed&ds_name=a+b", "/v1/batches?limit=2&status=completed%2Cfailed&ds_name=a+b&after=batch_2"]);
  },

  async "retrieve and cancel are calls about one batch"(t, env) {
    const peer = await env.peer({ answers: [json(batch()), json(batch({ status: "cancelling" }))] });
    const { batches } = peer.client();
    t.equal((await batches.retrieve(ID)).id, ID);
    t.equal((await batches.cancel(ID)).status, "cancelling");
    t.same((await peer.seen()).requests.map(({ method, path, bytes }) => [method, path, bytes]), [["GET", `/v1/batches/${ID}`, 0], ["POST", `/v1/batches/${ID}/cancel`, 0]]);
    for (const id of ["", "..", "a/b"]) await t.rejects(async () => batches.cancel(id), env.lib.QwenError, JSON.stringify(id));
  },

  async "a wait looks until the batch is over, and tells each look"(t, env) {
    const counts = (completed) => ({ total: 2, completed, failed: 0 });
    const looks = [batch(), batch({ status: "in_progress", request_counts: counts(1) }), batch({ status: "finalizing", request_counts: counts(2) }), completed(2)];
    const peer = await env.peer({ answers: looks.map((look) => json(look)) });
    const events = [];
    const over = await peer.client().batches.wait(ID, { interval: 1, onProgress: (event) => events.push(event) });
    t.equal(over.output_file_id, OUTPUT);
    t.same(events.map(({ status, request_counts, attempt }) => [status, request_counts.completed, attempt]), [["validating", 0, 1], ["in_progress", 1, 2], ["finalizing", 2, 3], ["completed", 2, 4]]);
    for (const status of ["expired", "cancelled"]) {
      const early = await env.peer({ answers: [json(batch({ status }))] });
      t.equal((await early.client().batches.wait(ID)).status, status);
    }
  },

  async "a wait for a batch whose input was refused fails with its reasons"(t, env) {
    const data = [
      { code: "mismatched_model", message: "Another model.", param: "body.model", line: 3 },
      { code: "url_not_found", message: "No such url.", param: "url", line: 4 },
    ];
    const peer = await env.peer({ answers: [json(batch({ status: "failed", errors: { object: "list", data } }))] });
    const error = await t.rejects(peer.client().batches.wait(ID), env.lib.BatchError);
    t.same([error.code, error.batch.status, error.fileId], ["batch_failed", "failed", INPUT]);
    t.same(error.errors, data);
    t.ok(error.message.includes("line 3: Another model. (mismatched_model), and 1 more"), error.message);
    t.equal((await t.rejects(all(peer.client().batches.results(ID)), env.lib.BatchError)).code, "batch_failed");
  },

  async "a wait ends at its timeout and at an abort; the batch goes on"(t, env) {
    const peer = await env.peer({ answers: [json(batch({ status: "in_progress" }))] });
    const { batches } = peer.client();
    const late = await t.rejects(batches.wait(ID, { timeout: 30, interval: 10 }), env.lib.BatchError);
    t.same([late.code, late.batch.status], ["batch_timeout", "in_progress"]);
    const abort = new AbortController();
    const waiting = batches.wait(ID, { signal: abort.signal, onProgress: () => setTimeout(() => abort.abort("why")) });
    t.equal((await t.rejects(waiting, env.lib.APIUserAbortError)).cause, "why");
    const hung = await env.peer({ answers: [{ headers: JSON_TYPE, ending: "hang" }] });
    t.equal((await t.rejects(hung.client().batches.wait(ID, { timeout: 50 }), env.lib.BatchError)).code, "batch_timeout");
    t.ok((await peer.seen()).requests.every(({ method }) => method === "GET"), "nobody cancelled it");
  },

  async "results come from both files, failures of any shape as typed errors"(t, env) {
    const failures = [
      { custom_id: "c", response: null, error: { code: "model_not_found", message: "No such model." } },
      { custom_id: "d", response: { status_code: 429, request_id: "r-d", body: { error: { code: "limit_requests", message: "Slow down.", type: "limit_requests", param: null } } }, error: null },
      { custom_id: "e", response: { status_code: 400, request_id: "r-e", body: { code: "InvalidParameter", message: "Out of range.", request_id: "r-e" } }, error: null },
      { custom_id: "f", response: { status_code: 500, request_id: "r-f", body: null }, error: { code: "internal_error", message: "An internal error." } },
      { custom_id: "g", response: null, error: "not done in time" },
      { custom_id: "h", error: null },
    ];
    const peer = await env.peer({ answers: [json(completed(2, 6)), json(`${answered("b", "你好")}\r\n\n${answered("a")}`), json(failures.map((failure) => JSON.stringify(failure)).join("\n"))] });
    const results = await all(peer.client().batches.results(ID));
    t.same(results.map(({ custom_id, ok }) => `${custom_id} ${ok}`), ["b true", "a true", ...["c", "d", "e", "f", "g", "h"].map((id) => `${id} false`)]);
    t.same([results[0].completion.choices[0].message.content, results[0].request_id], ["你好", "r-b"]);
    const [c, d, e, f, g, h] = results.slice(2).map(({ error }) => error);
    t.same([c.code, c.message, c.status ?? null], ["model_not_found", "No such model.", null]);
    t.ok(d instanceof env.lib.RateLimitError && e instanceof env.lib.BadRequestError && f instanceof env.lib.InternalServerError, "the class follows the status");
    t.same([d.code, d.requestId, e.code, e.message, f.code], ["limit_requests", "r-d", "InvalidParameter", "Out of range.", "internal_error"]);
    t.equal(g.message, "not done in time");
    t.ok(h instanceof env.lib.APIError, "a line that says nothing is no success");
    t.same((await peer.seen()).requests.map(({ path }) => path), [`/v1/batches/${ID}`, `/v1/files/${OUTPUT}/content`, `/v1/files/${ERRORS}/content`]);
  },

  async "an answer without a role gets one, and one of another endpoint is left as it is"(t, env) {
    const old = answered("a").replace('"role":"assistant",', "");
    const embedding = JSON.stringify({ custom_id: "b", response: { status_code: 200, body: { object: "list", data: [] } }, error: null });
    const [a, b] = await all(clientOf(env, completed(2), { [OUTPUT]: () => `${old}\n${embedding}\n` }).batches.results(completed(2)));
    t.equal(a.completion.choices[0].message.role, "assistant");
    t.same([b.completion, b.request_id], [{ object: "list", data: [] }, null]);
  },

  async "results are the same wherever the reads are cut"(t, env) {
    const file = bytes(`${answered("a", "é 你 😀")}\n${answered("b", "plain")}\r\n${answered("c", "the last")}`);
    const qwen = (cut) => clientOf(env, completed(3), { [OUTPUT]: () => bodyOf(...cut(file)) });
    const whole = JSON.stringify(await all(qwen((one) => [one]).batches.results(completed(3))));
    t.ok(whole.includes("é 你 😀") && whole.includes("the last"), whole);
    const cuts = Array.from({ length: file.length + 1 }, (_, at) => (one) => [one.subarray(0, at), one.subarray(at)]);
    for (const cut of [...cuts, (one) => Array.from(one, (_, at) => one.subarray(at, at + 1))]) {
      t.equal(JSON.stringify(await all(qwen(cut).batches.results(completed(3)))), whole);
    }
  },

  async "a line that is no JSON is the failure of that line, and the rest is read"(t, env) {
    const file = `${answered("a")}\n<html>secret</html>\n[1]\n${answered("b")}\n`;
    const results = await all(clientOf(env, completed(2), { [OUTPUT]: () => file }).batches.results(completed(2)));
    t.same(results.map(({ ok, custom_id }) => [ok, custom_id]), [[true, "a"], [false, null], [false, null], [true, "b"]]);
    const { error } = results[1];
    t.ok(error instanceof env.lib.StreamDecodeError && error.message.includes("Line 2") && !error.message.includes("secret"), error.message);
    t.equal(error.code, "malformed_line");
  },

  async "a service that is none may send anything where a text is expected"(t, env) {
    const odd = { toString: 1, valueOf: 1 };
    const lines = [{ request_id: "no\nheader \u{1f600}" }, { status_code: odd, request_id: odd }, { status_code: "429" }].map((response, at) => JSON.stringify({ custom_id: String(at), response: { body: { error: { message: "m", code: "c" } }, ...response } }));
    const results = await all(clientOf(env, completed(0, 3), { [OUTPUT]: () => lines.join("\n") }).batches.results({ ...completed(0, 3), error_file_id: null }));
    t.same(results.map(({ ok, custom_id }) => [ok, custom_id]), [[false, "0"], [false, "1"], [false, "2"]]);
    t.ok(results.every(({ error }) => error instanceof env.lib.APIError), "typed errors");
    t.equal(results[2].error.status, 429);
    const strange = clientOf(env, batch({ status: odd }), {});
    t.equal((await t.rejects(strange.batches.wait(ID, { timeout: 5 }), env.lib.BatchError)).code, "batch_timeout");
    t.equal((await t.rejects(strange.batches.results(ID).next(), env.lib.BatchError)).code, "batch_underway");
  },

  async "a file that is cut is never a silent end"(t, env) {
    const two = `${answered("a")}\n${answered("b")}\n`;
    const read = async (script) => {
      const peer = await env.peer({ answers: [json(completed(2)), { headers: JSON_TYPE, ...script }] });
      const seen = [];
      try {
        for await (const result of peer.client().batches.results(ID)) seen.push(result.custom_id);
      } catch (error) {
        return { seen, error };
      }
      throw new Error("a silent end");
    };
    const { TruncatedStreamError, APIConnectionError } = env.lib;
    const within = await read({ body: [{ text: two.slice(0, -20) }] });
    t.ok(within.error instanceof TruncatedStreamError && within.error.code === "truncated_results", String(within.error));
    t.same(within.seen, ["a"]);
    const between = await read({ body: [{ text: `${answered("a")}\n` }] });
    t.ok(between.error instanceof TruncatedStreamError && between.error.code === "results_missing", String(between.error));
    const broken = await read({ body: [{ text: two.slice(0, -20) }, { wait: 50 }], ending: "cut" });
    t.ok(broken.error instanceof APIConnectionError || broken.error instanceof TruncatedStreamError, String(broken.error));
    t.ok(broken.seen.length <= 1, "no result is made of half a line");
  },

  async "results that stop coming are a stall, and the connection is closed"(t, env) {
    const peer = await env.peer({ answers: [{ headers: JSON_TYPE, body: [{ text: `${answered("a")}\n` }], ending: "hang" }] });
    const seen = [];
    const reading = async () => {
      for await (const result of peer.client({ timeout: { idle: 200 } }).batches.results(completed(2))) seen.push(result.custom_id);
    };
    const error = await t.rejects(reading(), env.lib.StallTimeoutError);
    t.same([error.code, seen], ["idle_timeout", ["a"]]);
    await peer.sees(({ closed }) => closed === 1, "the connection is closed");
  },

  async "break, return() and an abort close the connection under a read that hangs"(t, env) {
    const script = { answers: [{ headers: JSON_TYPE, body: [{ text: `${answered("a")}\n` }], ending: "hang" }] };
    const left = await env.peer(script);
    for await (const _ of left.client().batches.results(completed(2))) break;
    await left.sees(({ closed }) => closed === 1, "break closes it");

    const returned = await env.peer(script);
    const iterator = returned.client().batches.results(completed(2));
    await iterator.next();
    const hung = iterator.next();
    t.equal((await iterator.return()).done, true);
    t.equal((await hung).done, true, "who waited is told the end");
    t.equal((await iterator.next()).done, true);
    await returned.sees(({ closed }) => closed === 1, "return() closes it");

    const aborted = await env.peer(script);
    const abort = new AbortController();
    const results = aborted.client().batches.results(completed(2), { signal: abort.signal });
    await results.next();
    const next = results.next();
    abort.abort("why");
    t.equal((await t.rejects(next, env.lib.APIUserAbortError)).cause, "why");
    await aborted.sees(({ closed }) => closed === 1, "an abort closes it");

    const unread = await env.peer(script);
    await unread.client().batches.results(completed(2)).return();
    t.equal((await unread.seen()).requests.length, 0, "what nobody asked for is not fetched");
  },

  async "results of a batch that is not over are not read"(t, env) {
    const peer = await env.peer({ answers: [json(batch({ status: "in_progress" }))] });
    const error = await t.rejects(all(peer.client().batches.results(ID)), env.lib.BatchError);
    t.same([error.code, error.batch.status], ["batch_underway", "in_progress"]);
    const over = await env.peer({ answers: [json(completed(1)), json(`${answered("a")}\n`)] });
    const results = await all(over.client().batches.results(batch({ status: "in_progress" })));
    t.equal(results.length, 1, "results of a record that was old");
  },

  async "a batch goes through the gateway, from requests to results"(t, env) {
    const gateway = { origins: ["*"], allow: { models: ["qwen-plus"], batches: true, files: ["create", "content"] } };
    const peer = await env.peer({ answers: [UPLOADED, json(batch()), json(completed(2)), { headers: {}, body: [{ text: `${answered("b")}\n${answered("a", "你好")}\n`, cut: 7 }] }], gateway });
    const { batches } = new env.lib.Qwen({ baseURL: peer.baseURL, maxRetries: 0 });
    const { id } = await batches.create({ requests: [request("a"), request("b")] });
    const results = await all(batches.results(await batches.wait(id)));
    t.same(results.map(({ custom_id, ok }) => [custom_id, ok]), [["b", true], ["a", true]]);
    t.same((await peer.seen()).requests.map(({ method, path }) => `${method} ${path}`), ["POST /v1/files", "POST /v1/batches", `GET /v1/batches/${ID}`, `GET /v1/files/${OUTPUT}/content`]);
  },

  async "a batch runs to its end: its answers, and its failures beside them"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const { batches } = peer.client();
    const { id } = await batches.create({ requests: [request("good"), request("hot", { temperature: 5 }), request("好")], metadata: { ds_name: "three" } });
    const over = await batches.wait(id, { interval: 1 });
    t.same([over.status, over.request_counts, over.metadata], ["completed", { total: 3, completed: 2, failed: 1 }, { ds_name: "three" }]);
    const results = Object.fromEntries((await all(batches.results(over))).map((result) => [result.custom_id, result]));
    t.same(Object.keys(results).sort(), ["good", "hot", "好"]);
    t.ok(results["好"].completion.choices[0].message.content.length > 0, "an answer");
    t.equal(results.hot.ok, false);
    t.ok(results.hot.error instanceof env.lib.APIError && /temperature/i.test(results.hot.error.message), results.hot.error.message);
    t.same((await batches.list({ ds_name: "thr" })).data.map((listed) => listed.id), [id]);
  },

  async "a batch that is cancelled, and one that expires, end with what there is"(t, env) {
    const requests = ["1", "2", "3", "4"].map((id) => request(id));
    const slow = await env.peer({ emulator: { batches: { polls: 2 } } });
    const { batches } = slow.client();
    const begun = await batches.create({ requests });
    t.equal((await batches.cancel(begun.id)).status, "cancelling");
    const cancelled = await batches.wait(begun.id, { interval: 1 });
    t.equal(cancelled.status, "cancelled");
    t.ok((await all(batches.results(cancelled))).every(({ ok }) => !ok), "nothing was answered");

    const peer = await env.peer({ emulator: { faults: ["batch-expired"] } });
    const qwen = peer.client();
    const expired = await qwen.batches.wait((await qwen.batches.create({ requests })).id, { interval: 1 });
    t.equal(expired.status, "expired");
    const results = await all(qwen.batches.results(expired));
    t.same(results.map(({ ok }) => ok).sort(), [false, false, true, true]);
  },

  async "a file that the service refuses fails its batch, line by line"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const { files, batches } = peer.client();
    const lines = [request("a"), { ...request("a"), url: "/v1/chat/completions" }].map((line) => JSON.stringify({ method: "POST", url: "/v1/chat/completion", ...line }));
    const file = await files.create({ file: new File([lines.join("\n")], "input.jsonl"), purpose: "batch" });
    const { id } = await batches.create({ input_file_id: file.id });
    const error = await t.rejects(batches.wait(id, { interval: 1 }), env.lib.BatchError);
    t.same([error.code, error.fileId, error.errors[0].code, error.errors[0].line], ["batch_failed", file.id, "url_not_found", 1]);
  },

  async "the list of batches goes over all pages"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const { batches } = peer.client();
    t.same((await batches.list()).data, [], "of none");
    const made = [];
    for (let count = 0; count < 5; count += 1) made.push((await batches.create({ requests: [request("a")] })).id);
    const listed = (await all(batches.list({ limit: 2 }))).map(({ id }) => id);
    t.same([...listed].sort(), [...made].sort());
    t.equal((await peer.seen()).requests.filter(({ method, url }) => method === "GET" && url.includes("/batches")).length, 1 + 3, "requests for no page, then for three");
  },
};
