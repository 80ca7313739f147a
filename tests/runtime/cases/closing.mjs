// Leaving a stream early: every way of it closes the connection, the peer stops generating, and nobody is told that all went well.
import { until } from "../assert.mjs";
import { answer, chunk } from "../wire.mjs";

const REQUEST = { model: "qwen-long", messages: [{ role: "user", content: "Go on for ever" }], stream: true };

/** Generates a token every 5 ms for as long as somebody listens. */
const ENDLESS = { answers: [{ body: [{ tokens: 5 }] }] };

/** More than this was not asked for when a reader leaves after its first texts; ours takes well under a second. */
const TOKENS_OF_A_SHORT_VISIT = 400;

async function endless(env, options) {
  const peer = await env.peer(ENDLESS);
  return { peer, stream: await peer.client().chat.completions.create(REQUEST, options) };
}

async function stopped(t, peer, closed = 1) {
  t.ok(await peer.hasStopped(), "the peer stops generating");
  const now = await peer.seen();
  t.equal(now.closed, closed, "answers that the client closed");
  t.ok(now.tokens < TOKENS_OF_A_SHORT_VISIT, `the peer generated only ${now.tokens} tokens`);
}

async function readSome(stream, reads = 3) {
  for await (const text of stream.text()) {
    if (!text.startsWith("token")) throw new Error(`unexpected text: ${text}`);
    if (--reads === 0) break;
  }
}

/** An AbortSignal that counts the listeners that stand on it. */
function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const standing = new Set();
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  signal.addEventListener = (type, listener, options) => (standing.add(listener), addEventListener.call(signal, type, listener, options));
  signal.removeEventListener = (type, listener, options) => (standing.delete(listener), removeEventListener.call(signal, type, listener, options));
  return { controller, signal, standing };
}

export const closingCases = {
  async "break closes the connection and the peer stops generating"(t, env) {
    const { peer, stream } = await endless(env);
    await readSome(stream);
    await stopped(t, peer);
    t.equal((await stream.end).state, "aborted");
  },

  async "break out of the chunks closes the connection"(t, env) {
    const { peer, stream } = await endless(env);
    for await (const one of stream) if (one.choices[0].delta.content) break;
    await stopped(t, peer);
  },

  async "a whole answer's body is read to its end, so that its connection serves the next call"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: answer("all"), pause: 50 }] }] });
    const { state } = await (await peer.client().chat.completions.create(REQUEST)).end;
    t.equal(state, "complete");
    await peer.sees((now) => now.open === 0, "the body's end");
    t.equal((await peer.seen()).closed, 0, "answers that the client closed");
  },

  async "a whole answer's connection that stays open is closed"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: answer("all") }], ending: "hang" }] });
    let text = "";
    for await (const one of await peer.client().chat.completions.create(REQUEST)) text += one.choices[0]?.delta.content ?? "";
    t.equal(text, "all");
    await peer.sees((now) => now.closed === 1, "the client closes it");
  },

  async "return() does not wait for a read that hangs"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: chunk({ content: "x" }) }], ending: "hang" }] });
    const iterator = (await peer.client().chat.completions.create(REQUEST)).text()[Symbol.asyncIterator]();
    await iterator.next();
    const pending = iterator.next();
    t.equal((await iterator.return()).done, true);
    t.equal((await pending.catch(() => ({ done: true }))).done, true, "the hanging next()");
    await stopped(t, peer);
  },

  async "an error thrown in the loop's body closes the connection"(t, env) {
    const { peer, stream } = await endless(env);
    class Mine extends Error {}
    const loop = async () => {
      for await (const _ of stream.text()) throw new Mine();
    };
    await t.rejects(loop(), Mine);
    await stopped(t, peer);
  },

  async "abort() in mid-answer rejects the reader and closes the connection"(t, env) {
    const { peer, stream } = await endless(env);
    const reading = (async () => {
      for await (const _ of stream.text()) if ((await peer.seen()).tokens > 3) stream.abort("enough");
    })();
    await t.rejects(reading, env.lib.APIUserAbortError);
    t.equal((await stream.end).state, "aborted");
    await stopped(t, peer);
  },

  async "an aborted signal in mid-answer rejects reader and helpers alike"(t, env) {
    const controller = new AbortController();
    const { peer, stream } = await endless(env, { signal: controller.signal });
    const final = t.rejects(stream.finalContent(), env.lib.APIUserAbortError);
    await peer.sees((now) => now.tokens > 3, "the peer generates");
    controller.abort();
    await final;
    await stopped(t, peer);
  },

  async "whatever the reason of an abort, it is an APIUserAbortError with that cause"(t, env) {
    for (const reason of ["why", null, 0, new TypeError("mine"), { odd: true }]) {
      const controller = new AbortController();
      const { peer, stream } = await endless(env, { signal: controller.signal });
      const reading = t.rejects(readSome(stream, Infinity), env.lib.APIUserAbortError, `abort(${String(reason)})`);
      await peer.sees((now) => now.tokens > 1, "the peer generates");
      controller.abort(reason);
      t.equal((await reading).cause, reason, `the cause of abort(${String(reason)})`);
      await stopped(t, peer);
    }
  },

  async "a signal that is aborted already sends nothing"(t, env) {
    const peer = await env.peer(ENDLESS);
    await t.rejects(peer.client().chat.completions.create(REQUEST, { signal: AbortSignal.abort() }), env.lib.APIUserAbortError);
    t.equal((await peer.seen()).requests.length, 0, "requests");
  },

  async "abort while the head is awaited closes the connection"(t, env) {
    const peer = await env.peer({ answers: [{ headAfter: 60_000, body: [{ text: answer("late") }] }] });
    const controller = new AbortController();
    const call = t.rejects(peer.client().chat.completions.create(REQUEST, { signal: controller.signal }), env.lib.APIUserAbortError);
    await peer.sees((now) => now.open === 1, "the request");
    controller.abort();
    await call;
    await stopped(t, peer);
  },

  async "cancelling toReadableStream closes the connection"(t, env) {
    const { peer, stream } = await endless(env);
    const reader = stream.toReadableStream().getReader();
    await reader.read();
    await reader.cancel();
    await stopped(t, peer);
  },

  async "await using closes the connection"(t, env) {
    if (!Symbol.asyncDispose) t.skip("this runtime has no Symbol.asyncDispose");
    const { peer, stream } = await endless(env);
    await stream[Symbol.asyncDispose]();
    await stopped(t, peer);
  },

  async "two streams at once: one is aborted in mid-chunk, the other goes on"(t, env) {
    const half = chunk({ content: "never complete" }).slice(0, 90);
    const doomed = await env.peer({ answers: [{ body: [{ text: chunk({ content: "doomed" }) + half }], ending: "hang" }] });
    const texts = Array.from({ length: 60 }, (_, at) => `句${at} `);
    const steady = await env.peer({ answers: [{ body: [{ text: answer(...texts), cut: 201, pause: 5 }] }] });
    const [first, second] = await Promise.all([doomed, steady].map((peer) => peer.client().chat.completions.create(REQUEST)));
    let read = "";
    const other = (async () => {
      for await (const text of second.text()) read += text;
    })();
    const iterator = first.text()[Symbol.asyncIterator]();
    t.equal((await iterator.next()).value, "doomed");
    await until(() => read.length > 20, "the other stream is under way");
    const pending = t.rejects(iterator.next(), env.lib.APIUserAbortError);
    first.abort();
    await pending;
    t.ok(read.length < texts.join("").length, "the abort came while the other stream was being read");
    await other;
    t.equal(read, texts.join(""));
    t.equal((await second.end).state, "complete");
    await stopped(t, doomed);
  },

  async "thirty streams left one after another leave no connection and a client that works"(t, env) {
    const peer = await env.peer(ENDLESS);
    const qwen = peer.client();
    for (let at = 0; at < 30; at += 1) await readSome(await qwen.chat.completions.create(REQUEST), 1);
    t.ok(await peer.hasStopped(), "the peer stops generating");
    t.equal((await peer.seen()).closed, 30, "closed answers");
  },

  async "a caller's signal keeps no listener of ours"(t, env) {
    const { controller, signal, standing } = countedSignal();
    const peer = await env.peer({ answers: [{ body: [{ text: answer("fine") }] }] });
    for (let at = 0; at < 3; at += 1) await (await peer.client().chat.completions.create(REQUEST, { signal })).finalContent();
    t.equal(standing.size, 0, "listeners after complete answers");
    const left = await endless(env, { signal });
    await readSome(left.stream);
    await stopped(t, left.peer);
    t.equal(standing.size, 0, "listeners after a break");
    controller.abort();
  },

  async "bytes that end without a finish reason are no success"(t, env) {
    const cut = answer("It is two", " years.").split("\n\n").slice(0, 2).join("\n\n") + "\n\n";
    for (const ending of ["clean", "cut", "reset"]) {
      const peer = await env.peer({ answers: [{ body: [{ text: cut, pause: 30 }], ending }] });
      const stream = await peer.client().chat.completions.create(REQUEST);
      const error = await t.rejects(stream.finalContent(), env.lib.QwenError, `an answer with the ending "${ending}"`);
      t.ok(error instanceof env.lib.TruncatedStreamError, `${ending}: TruncatedStreamError, not ${error.name}: ${error.message}`);
      t.ok(JSON.stringify(error.partial).includes("It is two"), `${ending}: the error has the partial answer`);
      t.equal((await stream.end).state, "truncated", `${ending}: the end`);
    }
  },
};
