// @ts-check
/** Calls against a scripted fetch: what is sent, what is tried again, what whoever calls gets to see. */
import assert from "node:assert/strict";
import test from "node:test";
import { inspect } from "node:util";
import { APIConnectionError, APIConnectionTimeoutError, APIUserAbortError, BadRequestError, DocumentError, Qwen, QwenError, RateLimitError, StreamDecodeError, TruncatedStreamError } from "qwen-edge";
import { createEmulator } from "qwen-edge/testing";

const KEY = "sk-canary-key";
const PROMPT = "canary prompt";
/** @type {{ model: string, messages: { role: "user", content: string }[] }} */
const question = { model: "qwen-plus", messages: [{ role: "user", content: PROMPT }] };

/**
 * A client whose fetch plays `answers` in turn, and what it was asked.
 * @param {((url: string, init: RequestInit) => unknown)[]} answers
 * @param {Partial<import("qwen-edge").QwenOptions>} [options]
 */
function client(answers, options) {
  /** @type {{ url: string, init: RequestInit, at: number }[]} */
  const asked = [];
  const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ init = {}) => {
    asked.push({ url, init, at: Date.now() });
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    return /** @type {Response} */ (await answer?.(url, init));
  };
  return { qwen: new Qwen({ apiKey: KEY, fetch, ...options }), asked };
}

const completion = { id: "c", object: "chat.completion", created: 1, model: "m", choices: [{ index: 0, message: { role: "assistant", content: "yes" }, finish_reason: "stop" }] };
const ok = () => Response.json(completion);
const problem = (/** @type {number} */ status, headers = {}, code = "limit_requests") => () =>
  Response.json({ error: { message: "no", type: code, param: null, code }, request_id: "r-1" }, { status, headers });
const event = (/** @type {unknown} */ data) => `data: ${JSON.stringify(data)}\n\n`;
const delta = (/** @type {string} */ content, finish_reason = /** @type {string | null} */ (null)) => event({ id: "c", model: "m", choices: [{ index: 0, delta: { content }, finish_reason }] });
const sse = (/** @type {string[]} */ ...events) => () => new Response(events.join(""), { headers: { "content-type": "text/event-stream", "x-request-id": "r-2" } });
/** A body that gives `start` and then nothing until it is cancelled. */
const hanging = (/** @type {string} */ start, /** @type {{ cancelled?: boolean }} */ seen = {}) => () =>
  new Response(
    new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode(start)),
      cancel: () => void (seen.cancelled = true),
    }),
    { headers: { "content-type": "text/event-stream" } },
  );

test("a call is a plain fetch(url, init) with the key, the body and a signal of its own", async () => {
  const { qwen, asked } = client([ok], { baseURL: "https://example.com/v1/", defaultHeaders: { "x-mine": "1", "x-none": null } });
  const caller = new AbortController();
  assert.deepEqual(await qwen.chat.completions.create({ ...question, top_k: 3 }, { headers: { "x-call": "2" }, signal: caller.signal }), completion);
  const [{ url, init }] = /** @type {[{ url: string, init: RequestInit }]} */ (/** @type {unknown} */ (asked));
  const headers = new Headers(init.headers);
  assert.equal(url, "https://example.com/v1/chat/completions");
  assert.deepEqual(JSON.parse(String(init.body)), { ...question, top_k: 3 });
  assert.deepEqual(
    ["authorization", "content-type", "accept", "x-mine", "x-call", "x-none"].map((name) => headers.get(name)),
    [`Bearer ${KEY}`, "application/json", "application/json", "1", "2", null],
  );
  assert.ok(init.signal instanceof AbortSignal && init.signal !== caller.signal);
});

test("what may pass is tried again, and what the service asks to wait is waited", async () => {
  const { qwen, asked } = client([problem(429, { "retry-after-ms": "120" }), problem(503, { "retry-after": "0" }), ok]);
  assert.equal((await qwen.chat.completions.create(question)).id, "c");
  assert.equal(asked.length, 3);
  assert.ok(/** @type {any} */ (asked)[1].at - /** @type {any} */ (asked)[0].at >= 115, "never earlier than asked");
});

test("what cannot pass is not tried again, nor what would have to wait too long", async () => {
  for (const [answer, type] of /** @type {const} */ ([
    [problem(400, {}, "invalid_parameter_error"), BadRequestError],
    [problem(429, { "retry-after": "3600" }), RateLimitError],
    [problem(429, {}, "PrepaidBillOverdue"), RateLimitError],
  ])) {
    const { qwen, asked } = client([answer, ok]);
    const error = await qwen.chat.completions.create(question).catch((/** @type {unknown} */ thrown) => thrown);
    assert.ok(error instanceof type, String(error));
    assert.equal(error.requestId, "r-1");
    assert.equal(asked.length, 1);
  }
});

test("maxRetries: 0 tries once, and an upload whose connection broke is never sent twice", async () => {
  const broken = () => Promise.reject(new TypeError("network down"));
  const { qwen, asked } = client([broken, ok]);
  await assert.rejects(qwen.chat.completions.create(question, { maxRetries: 0 }), APIConnectionError);
  assert.equal(asked.length, 1);
  const upload = client([broken, ok]);
  await assert.rejects(upload.qwen.files.create({ file: new File(["x"], "a.txt"), purpose: "file-extract" }), APIConnectionError);
  assert.equal(upload.asked.length, 1);
});

test("whatever fetch throws or gives becomes an error of ours, the original kept", async () => {
  for (const thrown of ["a string", null, undefined, 7, new DOMException("gone", "NetworkError"), { kind: "foreign" }]) {
    const { qwen } = client([() => Promise.reject(thrown)], { maxRetries: 0 });
    const error = await qwen.chat.completions.create(question).catch((/** @type {unknown} */ caught) => caught);
    assert.ok(error instanceof APIConnectionError, String(error));
    assert.equal(error.cause, thrown);
  }
  for (const given of [undefined, null, "text", {}, { status: 200 }]) {
    const { qwen } = client([() => given]);
    await assert.rejects(qwen.chat.completions.create(question), (error) => QwenError.isInstance(error) && /fetch/.test(error.message));
  }
});

test("an abort reason can be anything", async () => {
  for (const reason of ["why", null, undefined, 0, new Error("mine")]) {
    const controller = new AbortController();
    const { qwen } = client([(_, init) => new Promise((_resolve, reject) => init.signal?.addEventListener("abort", () => reject(init.signal?.reason)))]);
    const call = qwen.chat.completions.create(question, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 5);
    const error = await call.catch((/** @type {unknown} */ caught) => caught);
    assert.ok(error instanceof APIUserAbortError, String(error));
    if (reason !== undefined) assert.equal(error.cause, reason);
  }
});

test("a fetch that ignores its signal does not hold up the caller", async () => {
  const { qwen } = client([() => new Promise(() => undefined)]);
  await assert.rejects(qwen.chat.completions.create(question, { signal: AbortSignal.timeout(10) }), APIUserAbortError);
  await assert.rejects(qwen.chat.completions.create(question, { timeout: 10, maxRetries: 0 }), APIConnectionTimeoutError);
});

test("an abort during a pause between tries ends it, and no timer is left", async () => {
  const { qwen } = client([problem(429, { "retry-after": "50" })]);
  const begun = Date.now();
  await assert.rejects(qwen.chat.completions.create(question, { signal: AbortSignal.timeout(20) }), APIUserAbortError);
  assert.ok(Date.now() - begun < 5000);
  assert.equal(process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length, 0);
});

test("a caller's signal keeps no listener of ours", async () => {
  const { signal } = new AbortController();
  let listeners = 0;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (/** @type {any[]} */ ...all) => (listeners++, add(.../** @type {[any, any]} */ (/** @type {unknown} */ (all))));
  signal.removeEventListener = (/** @type {any[]} */ ...all) => (listeners--, remove(.../** @type {[any, any]} */ (/** @type {unknown} */ (all))));
  const body = () => new Response("bytes");
  const { qwen } = client([ok, sse(delta("a", "stop")), hanging(delta("a")), problem(400), body]);
  await qwen.chat.completions.create(question, { signal });
  await (await qwen.chat.completions.create({ ...question, stream: true }, { signal })).finalContent();
  for await (const _ of await qwen.chat.completions.create({ ...question, stream: true }, { signal })) break;
  await qwen.chat.completions.create(question, { signal }).catch(() => undefined);
  assert.equal(await (await qwen.files.content("file-1", { signal })).text(), "bytes");
  assert.equal(listeners, 0);
});

test("a signal still stops a file's content after its head", async () => {
  const controller = new AbortController();
  const { qwen } = client([
    (_, init) =>
      new Response(
        new ReadableStream({
          start(body) {
            body.enqueue(new TextEncoder().encode("some"));
            init.signal?.addEventListener("abort", () => body.error(init.signal?.reason));
          },
        }),
      ),
  ]);
  const text = (await qwen.files.content("file-1", { signal: controller.signal })).text();
  setTimeout(() => controller.abort(new Error("enough")), 5);
  await assert.rejects(text, /enough/);
});

test("a stream that is cut is an error with what came, and no unhandled rejection", async (t) => {
  const unhandled = t.mock.fn();
  process.on("unhandledRejection", unhandled);
  t.after(() => process.off("unhandledRejection", unhandled));
  const { qwen } = client([sse(delta("half an "), delta("answer"))]);
  const stream = await qwen.chat.completions.create({ ...question, stream: true });
  void stream.finalContent(); // abandoned
  let text = "";
  const error = await (async () => {
    for await (const piece of stream.text()) text += piece;
  })().catch((/** @type {unknown} */ caught) => caught);
  assert.ok(error instanceof TruncatedStreamError);
  assert.equal(text, "half an answer");
  assert.equal(error.partial.choices[0]?.message.content, "half an answer");
  assert.equal(error.requestId, "r-2");
  const end = await stream.end;
  assert.deepEqual([end.state, end.finish_reason, end.error], ["truncated", null, error]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(unhandled.mock.callCount(), 0);
});

test("a body that gives strings instead of bytes loses nothing", async () => {
  const strings = () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(delta("我"));
        controller.enqueue(delta("b", "stop"));
        controller.close();
      },
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  };
  const { qwen } = client([strings]);
  assert.equal(await (await qwen.chat.completions.create({ ...question, stream: true })).finalContent(), "我b");
});

test("leaving the loop cancels the body, and the end says so", async () => {
  const seen = { cancelled: false };
  const { qwen } = client([hanging(delta("a"), seen)]);
  const stream = await qwen.chat.completions.create({ ...question, stream: true });
  for await (const chunk of stream) {
    assert.equal(chunk.choices[0]?.delta.content, "a");
    break;
  }
  assert.equal(seen.cancelled, true);
  assert.deepEqual(await stream.end, { state: "aborted", finish_reason: null, requestId: null });
  await assert.rejects(stream.finalContent(), APIUserAbortError);
});

test("each view of a stream is taken once, its chunks alone, and a second reader is told so", async () => {
  const { qwen } = client([sse(delta("a", "stop"))]);
  const stream = await qwen.chat.completions.create({ ...question, stream: true });
  assert.equal(await stream.finalContent(), "a");
  assert.throws(() => stream[Symbol.asyncIterator](), /read alone/);
  assert.deepEqual(await stream.text().next(), { done: false, value: "a" });
  assert.throws(() => stream.text(), /taken once/);
});

test("whoever asks for the end or the whole first reads the stream: no chunks after that, but every view", async () => {
  for (const first of /** @type {const} */ (["end", "totalUsage", "finalContent", "finalMessage", "finalChatCompletion"])) {
    const { qwen } = client([sse(delta("a"), delta("b", "stop"), "data: [DONE]\n\n")]);
    const asked = () => qwen.chat.completions.create({ ...question, stream: true });
    const ask = (/** @type {Awaited<ReturnType<typeof asked>>} */ stream) => (first === "end" ? stream.end : stream[first]());
    const stream = await asked();
    await ask(stream);
    for (const read of [() => stream[Symbol.asyncIterator](), () => stream.toReadableStream()]) assert.throws(read, { code: "invalid_argument" });
    const texts = [];
    for await (const text of stream.text()) texts.push(text);
    assert.equal(texts.join(""), "ab", first);
    // In the same turn of the event loop both are had.
    const both = await asked();
    const whole = ask(both);
    let chunks = 0;
    for await (const _ of both) chunks += 1;
    assert.equal(chunks, 2, first);
    await whole;
  }
});

test("the response beside an answer tells status and headers: its body has gone into the answer", async () => {
  const { qwen } = client([ok, sse(delta("a", "stop"), "data: [DONE]\n\n")]);
  const plain = await qwen.chat.completions.create(question).asResponse();
  assert.deepEqual([plain.status, plain.bodyUsed], [200, true]);
  const { data, response, request_id } = await qwen.chat.completions.create({ ...question, stream: true }).withResponse();
  assert.deepEqual([request_id, response === data.response, response.body?.locked], ["r-2", true, true]);
  assert.equal(await data.finalContent(), "a");
});

test("a caller who changes a chunk changes no other", async () => {
  const { qwen } = client([sse(delta("a"), delta("b"), delta("c"), delta("", "stop"))]);
  const seen = [];
  for await (const chunk of await qwen.chat.completions.create({ ...question, stream: true })) {
    const choice = /** @type {any} */ (chunk.choices[0]);
    seen.push([choice.delta.content, chunk.id, choice.index]);
    Object.assign(choice, { index: 9 });
    Object.assign(choice.delta, { content: "changed", extra: true });
    Object.assign(chunk, { id: "changed" });
  }
  assert.deepEqual(seen, [["a", "c", 0], ["b", "c", 0], ["c", "c", 0], ["", "c", 0]]);
});

test("several next() at once are answered in order", async () => {
  const { qwen } = client([sse(delta("a"), delta("b", "stop"))]);
  const chunks = (await qwen.chat.completions.create({ ...question, stream: true }))[Symbol.asyncIterator]();
  const results = await Promise.all([chunks.next(), chunks.next(), chunks.next(), chunks.next()]);
  assert.deepEqual(results.map(({ done, value }) => (done ? "done" : value.choices[0]?.delta.content)), ["a", "b", "done", "done"]);
});

test("200 with a web page or with JSON is no answer", async () => {
  const page = () => new Response(`<html>${PROMPT}</html>`, { headers: { "content-type": "text/html" } });
  for (const stream of [true, false]) {
    const { qwen } = client([page], { maxRetries: 0 });
    await assert.rejects(qwen.chat.completions.create({ ...question, stream }), (error) => error instanceof StreamDecodeError && !inspect(error).includes(PROMPT));
  }
  const { qwen } = client([problem(200, {}, "odd")]);
  await assert.rejects(qwen.chat.completions.create({ ...question, stream: true }), { message: "no", code: "odd" });
});

test("keys and prompts stand in no error, log line or inspected object", async () => {
  /** @type {string[]} */
  const lines = [];
  const log = (/** @type {unknown[]} */ ...all) => void lines.push(all.map(String).join(" "));
  const logger = { error: log, warn: log, info: log, debug: log };
  for (const answer of [ok, problem(401, {}, "invalid_api_key"), () => Promise.reject(new Error("down")), sse(delta("x")), () => new Response("{")]) {
    const { qwen } = client([answer], { logger, logLevel: "debug", maxRetries: 0 });
    const error = await qwen.chat.completions.create(question).catch((/** @type {unknown} */ caught) => caught);
    for (const shown of [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), inspect(qwen, { depth: 9, showHidden: true }), JSON.stringify(qwen), lines.join("\n")]) {
      assert.ok(!shown?.includes(KEY) && !shown?.includes(PROMPT), shown);
    }
  }
  assert.ok(lines.length >= 5);
  const bad = new Qwen({ apiKey: `${KEY}\n`, baseURL: "https://example.com" });
  const error = await bad.files.list().catch((/** @type {unknown} */ caught) => caught);
  assert.ok(QwenError.isInstance(error) && !inspect(error, { depth: 9 }).includes(KEY), "a header that cannot be sent");
});

test("options that make no sense are told at once", async () => {
  const { qwen } = client([ok]);
  for (const timeout of [-1, Number.NaN]) await assert.rejects(qwen.chat.completions.create(question, { timeout }), /timeout/);
  assert.ok(await qwen.chat.completions.create(question, { timeout: Infinity }));
  await assert.rejects(qwen.files.retrieve("../batches"), { code: "invalid_argument" });
  await assert.rejects(qwen.ask(/** @type {any} */ ({ question: "?" })), { code: "invalid_argument" });
  await assert.rejects(qwen.ask({ documents: [], question: "" }), { code: "invalid_argument" });
  assert.throws(() => qwen.conversation(/** @type {any} */ ("text")), { code: "invalid_argument" });
  assert.throws(() => qwen.conversation(/** @type {any} */ ({ messages: [{ role: "user" }] })), { code: "invalid_argument" });
  assert.throws(() => new Qwen({ apiKey: undefined }), { code: "missing_api_key" });
});

test("a try that takes too long is tried again, alone, and at last told as a timeout", async () => {
  /** @type {AbortSignal[]} */
  const signals = [];
  const hang = (/** @type {string} */ _, /** @type {RequestInit} */ init) => {
    signals.push(/** @type {AbortSignal} */ (init.signal));
    return new Promise(() => undefined);
  };
  const { qwen, asked } = client([hang, ok]);
  assert.equal((await qwen.chat.completions.create(question, { timeout: 20 })).id, "c");
  assert.equal(asked.length, 2);
  assert.deepEqual(signals.map(({ aborted }) => aborted), [true], "the slow try's connection is closed");
  const never = client([hang]);
  await assert.rejects(never.qwen.chat.completions.create(question, { timeout: 20, maxRetries: 1 }), APIConnectionTimeoutError);
  assert.equal(never.asked.length, 2);
});

test("an error body that never ends does not hold up the caller", async () => {
  const stuck = () => new Response(new ReadableStream({}), { status: 500 });
  const { qwen } = client([stuck], { maxRetries: 0 });
  await assert.rejects(qwen.chat.completions.create(question, { timeout: 30 }), { status: 500 });
});

/** Aborts in a moment; unlike that of AbortSignal.timeout, its timer keeps the process alive. */
function soon() {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 10);
  return controller.signal;
}

test("an abort stops what the caller brought along: a key that never comes, a document that never ends", async () => {
  const never = new Qwen({ apiKey: () => new Promise(() => undefined), baseURL: "https://example.com" });
  await assert.rejects(never.chat.completions.create(question, { signal: soon() }), APIUserAbortError);
  const { qwen, asked } = client([ok]);
  const endless = () => new Response(new ReadableStream({}));
  await assert.rejects(qwen.ask({ documents: [endless()], question: "?" }, { signal: soon() }), APIUserAbortError);
  await assert.rejects(qwen.files.create({ file: endless(), purpose: "batch" }, { signal: soon() }), APIUserAbortError);
  assert.equal(asked.length, 0);
});

test("a service that holds the call while it reads a file is left at the deadline", async () => {
  const { qwen } = client([() => new Promise(() => undefined)]);
  const error = await qwen.documents.waitUntilReady("file-fe-1", { timeout: 30 }).catch((/** @type {unknown} */ caught) => caught);
  assert.ok(error instanceof DocumentError, String(error));
  assert.deepEqual([error.code, error.phase, error.fileId], ["parsing_timeout", "parse", "file-fe-1"]);
});

test("what has no place is told before anything is uploaded", async () => {
  const { qwen, asked } = client([ok]);
  const file = new File(["x"], "a.txt");
  for (const bad of [{ text: "" }, { fileId: "fileid://file-fe-1" }, /** @type {any} */ ({})]) {
    await assert.rejects(qwen.ask({ documents: [file, bad], question: "?" }), { code: "invalid_argument" });
  }
  assert.equal(asked.length, 0);
});

test("the options of a call hold for each of the calls that a document takes", async () => {
  const { fetch } = createEmulator();
  const file = () => new File(["It runs two years."], "lease.txt");
  const told = { headers: { "x-call": "2" }, preflight: { region: false } };
  /** @type {Record<string, (qwen: Qwen, options: { headers?: {}, preflight?: {} }) => Promise<unknown>>} */
  const calls = {
    "an upload, an answer": (qwen, options) => qwen.ask({ documents: [file()], question: "How long?" }, options).then((stream) => stream.end),
    "an upload, a probe": (qwen, options) => qwen.conversation().attach(file(), options),
    "an answer": (qwen, options) => qwen.conversation().ask("How long?", options).then((stream) => stream.end),
    "an upload": (qwen, options) => qwen.documents.upload(file(), options),
    "a refusal": (qwen, options) => assert.rejects(qwen.documents.waitUntilReady("file-fe-gone", options), { name: "DocumentError", phase: "answer" }),
  };
  for (const [takes, call] of Object.entries(calls)) {
    /** @type {(string | null)[]} */
    const headers = [];
    const qwen = new Qwen({ apiKey: KEY, region: "cn-beijing", fetch: (url, init) => (headers.push(new Headers(init?.headers).get("x-call")), fetch(url, init)) });
    await call(qwen, told);
    assert.deepEqual(headers, takes.split(", ").map(() => "2"), takes);
    // Documents are Beijing's alone: the rule "region" refuses them, unless the call lets them pass.
    let asked = 0;
    const elsewhere = new Qwen({ apiKey: KEY, region: "singapore", maxRetries: 0, logLevel: "off", fetch: async () => (asked++, problem(400)()) });
    if (takes !== "a refusal") await assert.rejects(call(elsewhere, {}), { name: "PreflightError", rule: "region" }, takes);
    assert.equal(asked, 0, takes);
    await call(elsewhere, told).catch(() => undefined);
    assert.equal(asked, 1, takes);
  }
});

test("an onProgress that throws fails the call and leaves no stream open", async () => {
  const seen = { cancelled: false };
  const { qwen } = client([hanging(delta("a"), seen)]);
  const onProgress = () => {
    throw new Error("mine");
  };
  await assert.rejects(qwen.ask({ documents: [{ text: "t" }], question: "?" }, { onProgress }), /mine/);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(seen.cancelled, true);
});

test("a question can be asked right after the last one was stopped", async () => {
  const { qwen } = client([hanging(delta("a")), sse(delta("b", "stop"), "data: [DONE]\n\n")]);
  const talk = qwen.conversation();
  (await talk.ask("one")).abort();
  assert.equal(await (await talk.ask("two")).finalContent(), "b");
  assert.deepEqual(talk.messages.map(({ role, content }) => [role, content]).slice(1), [["user", "two"], ["assistant", "b"]]);
});

test("a document that is ready during an answer takes its place after it", async () => {
  const { qwen } = client([sse(delta("a", "stop"))]);
  const talk = qwen.conversation();
  const stream = await talk.ask("one");
  await talk.attach({ text: "late" });
  assert.equal(talk.messages.at(-1)?.content, "one");
  await stream.finalContent();
  assert.deepEqual(talk.messages.map(({ content }) => content).slice(1), ["one", "a", "late"]);
});

test("an empty answer is not kept: the service refuses empty messages in every later request", async () => {
  const { qwen } = client([sse(delta("", "stop"))]);
  const talk = qwen.conversation();
  await (await talk.ask("one")).end;
  assert.equal(talk.messages.length, 1);
});
