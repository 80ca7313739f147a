// @ts-check
/** What an adversary of the client tried, over real sockets: every one of these ended wrongly once. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import test from "node:test";
import { APIUserAbortError, BadRequestError, Qwen, QwenError, StreamDecodeError, TruncatedStreamError } from "qwen-edge";

/** @typedef {import("node:http").ServerResponse} Answer */

const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
const chunk = (/** @type {string} */ content, finish_reason = /** @type {string | null} */ (null), more = {}) =>
  `data: ${JSON.stringify({ id: "c", model: "m", choices: [{ index: 0, delta: { content }, finish_reason }], ...more })}\n\n`;
const whole = chunk("It is ") + chunk("two years.", "stop") + "data: [DONE]\n\n";
const events = (/** @type {Answer} */ answer) => answer.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
const json = (/** @type {Answer} */ answer, status = 200, headers = {}) => answer.writeHead(status, { "content-type": "application/json", ...headers });
/** A head, and the end of the body. */
const broken = (/** @type {Answer} */ answer) => (events(answer), answer.end());
const fine = (/** @type {Answer} */ answer) => (events(answer), answer.end(whole));

/** A service that answers in turn, the last again and again. @param {((answer: Answer) => unknown)[]} answers @param {import("qwen-edge").QwenOptions} [options] */
async function service(answers, options) {
  const seen = { requests: 0, open: 0 };
  const server = createServer((request, answer) => {
    request.resume();
    seen.requests += 1;
    seen.open += 1;
    answer.once("close", () => (seen.open -= 1));
    answers[Math.min(seen.requests, answers.length) - 1]?.(answer);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  const qwen = new Qwen({ apiKey: "sk-x", baseURL: `http://127.0.0.1:${address.port}/v1`, logLevel: "off", maxRetryDelay: 20, ...options });
  const stop = () => (server.closeAllConnections(), server.close());
  const closed = async () => {
    for (let waited = 0; seen.open > 0 && waited < 3000; waited += 10) await sleep(10);
    assert.equal(seen.open, 0, "connections that are open");
  };
  return { qwen, seen, stop, closed };
}

/** @type {{ model: string, messages: [{ role: "user", content: "?" }] }} */
const question = { model: "m", messages: [{ role: "user", content: "?" }] };
const streamed = /** @type {const} */ ({ ...question, stream: true });

test("a plain call that is aborted inside its body is an APIUserAbortError, whatever the reason", async (t) => {
  const { qwen, stop, closed } = await service([(answer) => json(answer).write("{")]);
  t.after(stop);
  for (const reason of ["why", null, new TypeError("mine")]) {
    const controller = new AbortController();
    const call = qwen.chat.completions.create(question, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 100);
    await assert.rejects(call, (error) => error instanceof APIUserAbortError && error.cause === reason);
    await closed();
  }
});

test("a second answer that stalls, or is left, is closed like a first one", async (t) => {
  const { qwen, stop, closed } = await service([broken, events, broken, events], { timeout: { firstToken: 200 } });
  t.after(stop);
  const stalled = await qwen.chat.completions.create(streamed);
  assert.equal((await stalled.end).state, "stalled");
  await closed();
  const left = (await qwen.chat.completions.create(streamed)).text();
  void left.next();
  await sleep(100);
  await left.return?.();
  await closed();
});

test("a reader who leaves while another answer is asked for asks for none", async (t) => {
  const { qwen, seen, stop } = await service([broken, fine], { maxRetryDelay: 5000, onRetry: () => undefined });
  t.after(stop);
  const stream = await qwen.chat.completions.create(streamed);
  const reader = stream.text();
  void reader.next().catch(() => undefined);
  await sleep(20);
  if (seen.requests > 1) return t.skip("the pause was shorter than that");
  await reader.return?.();
  assert.equal((await stream.end).state, "aborted");
  await sleep(1200); // the first pause is a second at most
  assert.equal(seen.requests, 1);
});

test("whoever reads on while another answer is asked for gets that one", { timeout: 5000 }, async (t) => {
  /** @type {Promise<unknown>[]} */
  const more = [];
  /** @type {AsyncIterator<string>} */
  let reader;
  const { qwen, stop } = await service([broken, fine], { onRetry: () => queueMicrotask(() => more.push(reader.next(), reader.next(), reader.next())) });
  t.after(stop);
  reader = (await qwen.chat.completions.create(streamed)).text();
  more.push(reader.next());
  let text = "";
  for (let at = 0; at < 4 && at < more.length; at += 1) text += /** @type {any} */ (await more[at]).value ?? "";
  assert.equal(text, "It is two years.");
});

test("what a listener throws fails its own call, and is what the caller gets", async (t) => {
  const busy = (/** @type {Answer} */ answer) => json(answer, 503).end("{}");
  const { qwen, stop } = await service([events, busy, broken, fine]);
  t.after(stop);
  const neighbour = await qwen.chat.completions.create(streamed);
  const mine = new RangeError("mine");
  const onRetry = () => {
    throw mine;
  };
  await assert.rejects(qwen.chat.completions.create(question, { onRetry }), (error) => error === mine);
  await assert.rejects((await qwen.chat.completions.create(streamed, { onRetry })).finalContent(), (error) => error === mine);
  neighbour.abort();
  const { state, error } = await neighbour.end;
  assert.ok(state === "aborted" && error instanceof APIUserAbortError, "the neighbour was not disturbed");
});

test("the whole call ends in time, though its reader is busy or has walked off", async (t) => {
  const flood = (/** @type {Answer} */ answer) => {
    events(answer);
    const timer = setInterval(() => answer.write(chunk("more ")), 2);
    answer.once("close", () => clearInterval(timer));
  };
  const { qwen, stop, closed } = await service([flood], { timeout: { total: 300 } });
  t.after(stop);
  const busy = await qwen.chat.completions.create(streamed);
  await assert.rejects(async () => {
    for await (const _ of busy) await sleep(20);
  }, { code: "total_timeout" });
  const left = await qwen.chat.completions.create(streamed);
  left.toReadableStream();
  assert.equal((await left.end).state, "stalled");
  await closed();
});

test("a Retry-After of nothing is no reason to come back at once", async (t) => {
  for (const value of ["0", "-5", "+5", "soon 5", "Mon, 01 Jan 2001 00:00:00 GMT"]) {
    /** @type {number[]} */
    const delays = [];
    const { qwen, stop } = await service([(answer) => json(answer, 503, { "retry-after": value }).end("{}")], { maxRetries: 12, maxRetryDelay: 40, onRetry: ({ delay }) => delays.push(delay) });
    t.after(stop);
    await assert.rejects(qwen.chat.completions.create(question), QwenError);
    assert.ok(delays.length === 12 && delays.some((delay) => delay > 0), `${value}: ${delays}`);
  }
});

test("what is no answer is no success", async (t) => {
  for (const body of ["{}", '{"status":"ok","choices":[]}']) {
    const { qwen, stop } = await service([(answer) => json(answer).end(body)]);
    t.after(stop);
    await assert.rejects(qwen.chat.completions.create(question), (error) => error instanceof StreamDecodeError && error.code === "no_choice");
  }
  const { qwen, stop } = await service([(answer) => json(answer).end('{"choices":[{"index":0,"message":{"content":"half"},"finish_reason":""}]}'), (answer) => (events(answer), answer.end("data: [DONE]\n\n")), (answer) => json(answer).end('{"error":false,"choices":[{"index":0,"message":{"content":"whole"},"finish_reason":"stop"}]}')]);
  t.after(stop);
  await assert.rejects(qwen.chat.completions.create(question), TruncatedStreamError);
  await assert.rejects((await qwen.chat.completions.create(streamed)).finalContent(), TruncatedStreamError);
  assert.equal((await qwen.chat.completions.create(question)).choices[0]?.message.content, "whole");
});

test("a usage that is repeated in every chunk is no output", async (t) => {
  const usage = { usage: { total_tokens: 5 } };
  const { qwen, stop } = await service([(answer) => {
    events(answer);
    answer.write(chunk("a", null, usage));
    const timer = setInterval(() => answer.write(chunk("", null, usage)), 30);
    answer.once("close", () => clearInterval(timer));
  }], { timeout: { idle: 200 } });
  t.after(stop);
  assert.equal((await (await qwen.chat.completions.create(streamed)).end).state, "stalled");
});

test("an error body that stops is waited for no longer than an answer's", async (t) => {
  const { qwen, stop, closed } = await service([(answer) => json(answer, 400).write('{"error":')], { timeout: { idle: 200 } });
  t.after(stop);
  await assert.rejects(qwen.chat.completions.create(question), BadRequestError);
  await closed();
});

test("a clock that does not exist is refused, and one that is null is none", async (t) => {
  const { qwen, stop } = await service([fine]);
  t.after(stop);
  await assert.rejects(qwen.chat.completions.create(streamed, { timeout: /** @type {any} */ ({ conect: 1 }) }), /conect.*connect, firstToken/s);
  assert.equal(await (await qwen.chat.completions.create(streamed, { timeout: /** @type {any} */ (null) })).finalContent(), "It is two years.");
});
