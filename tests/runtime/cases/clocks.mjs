// A service that goes silent: each clock ends the call with a name of its own, closes the socket, and keeps what came.
import { sleep } from "../assert.mjs";
import { answer, chunk, ending, wholeAnswer } from "../wire.mjs";

const REQUEST = { model: "qwen-plus", messages: [{ role: "user", content: "Hello" }], stream: true };
const ROLE = chunk({ content: "", role: "assistant" });

/** Long enough for a busy machine, short enough for a test. */
const SHORT = 300;
const LONG = 60_000;

function hanging(text) {
  return { answers: [{ body: text === "" ? [] : [{ text }], ending: "hang" }] };
}

/** Sends `text` every 50 ms, for longer than any clock of these cases. */
function repeated(text, before = "") {
  return { answers: [{ body: [{ text: before }, ...Array.from({ length: 100 }, () => [{ text }, { wait: 50 }]).flat()], ending: "hang" }] };
}

async function stall(t, env, script, timeout) {
  const peer = await env.peer(script);
  const stream = await peer.client({ timeout: { firstToken: LONG, idle: LONG, reasoning: LONG, ...timeout } }).chat.completions.create(REQUEST);
  let read = "";
  const reading = (async () => {
    for await (const text of stream.text()) read += text;
  })();
  const error = await t.rejects(reading, env.lib.StallTimeoutError);
  t.ok(error instanceof env.lib.APIConnectionTimeoutError, "a timeout");
  const end = await stream.end;
  t.equal(end.state, "stalled");
  t.equal(end.error, error, "the end's error");
  await peer.sees((now) => now.open === 0 && now.closed === 1, "the stall closes the socket");
  t.equal((await peer.seen()).requests.length, 1, "a stalled answer is not asked for again by itself");
  return { error, read };
}

export const clockCases = {
  async "a head that does not come is a timeout, tried again, and the socket is closed"(t, env) {
    const peer = await env.peer({ answers: [{ headAfter: LONG, body: [] }, { says: "Second try." }] });
    const retries = [];
    const stream = await peer.client({ maxRetries: 1, timeout: { connect: SHORT }, onRetry: (retry) => retries.push(retry), logLevel: "off" }).chat.completions.create(REQUEST);
    t.equal(await stream.finalContent(), "Second try.");
    t.equal(retries.length, 1, "retries");
    t.ok(retries[0].error instanceof env.lib.APIConnectionTimeoutError, "why");
    t.same([retries[0].attempt, retries[0].error.code], [1, "connect_timeout"]);
    await peer.sees((now) => now.open === 0, "the first try's socket is closed");
  },

  async "a stream without a first token stalls, also when it sends roles, empty deltas and comments"(t, env) {
    // Firefox gives no head before the body's first byte: there the clock of the head runs.
    const silent = env.runtime === "Firefox" ? [] : [hanging("")];
    for (const script of [...silent, hanging(ROLE), repeated(`: keep-alive\n\n${chunk({ content: "" })}`, ROLE)]) {
      const { error, read } = await stall(t, env, script, { firstToken: SHORT });
      t.equal(error.code, "first_token_timeout");
      t.equal(read, "");
    }
  },

  async "an answer that stops stalls, and what came is kept"(t, env) {
    for (const script of [hanging(ROLE + chunk({ content: "so far" })), repeated(`: keep-alive\n\n${chunk({ content: "" })}`, chunk({ content: "so far" })), hanging(chunk({ content: "so far" }) + chunk({ content: "never whole" }).slice(0, 99))]) {
      const { error, read } = await stall(t, env, script, { idle: SHORT });
      t.equal(error.code, "idle_timeout");
      t.equal(read, "so far");
      t.equal(error.partial.choices[0].message.content, "so far");
      t.ok(!JSON.stringify(error).includes("so far") && !String(error.stack).includes("so far"), "printing the error does not print the answer");
    }
  },

  async "reasoning has a clock of its own, and counts as output"(t, env) {
    const thinking = chunk({ content: null, reasoning_content: "hm " });
    const { error } = await stall(t, env, hanging(thinking), { firstToken: SHORT, idle: SHORT, reasoning: SHORT });
    t.equal(error.code, "reasoning_timeout");
    t.equal(error.partial.choices[0].message.reasoning_content, "hm ");
    // It thinks for longer than `firstToken` and `idle` allow, piece by piece, and then answers.
    const slow = [...Array.from({ length: 12 }, () => [{ text: thinking }, { wait: 50 }]).flat(), { wait: SHORT }, { text: chunk({ content: "9.9" }) + ending() }];
    const peer = await env.peer({ answers: [{ body: slow }] });
    const stream = await peer.client({ timeout: { firstToken: SHORT, idle: SHORT, reasoning: LONG } }).chat.completions.create(REQUEST);
    let read = "";
    for await (const text of stream.text()) read += text;
    t.equal(read, "9.9");
    t.equal((await stream.end).state, "complete");
  },

  async "a slow answer that goes on is no stall"(t, env) {
    const pieces = Array.from({ length: 12 }, (_, at) => `${at} `);
    const body = pieces.flatMap((content) => [{ text: chunk({ content }) }, { wait: SHORT / 4 }]);
    const peer = await env.peer({ answers: [{ body: [...body, { text: ending() }] }] });
    const stream = await peer.client({ timeout: { idle: SHORT } }).chat.completions.create(REQUEST);
    t.equal(await stream.finalContent(), pieces.join(""));
  },

  async "time in which nobody reads on is not the service's"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: answer("a", "b"), cut: 300, pause: 20 }] }] });
    const stream = await peer.client({ timeout: { firstToken: SHORT, idle: SHORT } }).chat.completions.create(REQUEST);
    let read = "";
    await sleep(2 * SHORT);
    for await (const text of stream.text()) {
      read += text;
      await sleep(2 * SHORT);
    }
    t.equal(read, "ab");
  },

  async "the whole call has a clock: over its tries, and over an answer that never ends"(t, env) {
    const { error } = await stall(t, env, repeated(chunk({ content: "more " })), { total: SHORT });
    t.equal(error.code, "total_timeout");
    const busy = await env.peer({ answers: [{ headAfter: LONG, body: [] }] });
    const late = await t.rejects(busy.client({ maxRetries: 100, timeout: { total: SHORT } }).chat.completions.create(REQUEST), env.lib.APIConnectionTimeoutError);
    t.equal(late.code, "total_timeout");
    await busy.sees((now) => now.open === 0, "the socket is closed");
  },

  async "a plain answer's body that stops coming is a timeout"(t, env) {
    const text = wholeAnswer("Hello there.");
    const peer = await env.peer({ answers: [{ headers: { "content-type": "application/json" }, body: [{ text: text.slice(0, 40) }], ending: "hang" }] });
    const call = peer.client({ timeout: { idle: SHORT } }).chat.completions.create({ ...REQUEST, stream: false });
    const error = await t.rejects(call, env.lib.APIConnectionTimeoutError);
    t.equal(error.code, "idle_timeout");
    await peer.sees((now) => now.open === 0 && now.closed === 1, "the socket is closed");
  },

  async "a clock that is no number of milliseconds is refused before anything is sent"(t, env) {
    const peer = await env.peer({ answers: [{ says: "no" }] });
    for (const timeout of [-1, NaN, { idle: "soon" }, { total: null }]) {
      const error = await t.rejects(peer.client({ timeout }).chat.completions.create(REQUEST), env.lib.QwenError, String(timeout));
      t.equal(error.code, "invalid_argument");
    }
    t.equal((await peer.seen()).requests.length, 0, "requests");
  },
};
