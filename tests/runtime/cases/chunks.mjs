// Chunks, asked for one by one: the reads' own promises are handed on, so whatever ends a stream must reach whoever waits for one.
import { answer, chunk, event } from "../wire.mjs";

const REQUEST = { model: "qwen-long", messages: [{ role: "user", content: "One by one" }], stream: true };
const TEXTS = ["one", "two", "three"];
const DONE = { done: true, value: undefined };
const FIRST = { answers: [{ body: [{ text: chunk({ content: "first" }) }], ending: "hang" }] };

async function chunks(env, script, options) {
  const peer = await env.peer(script);
  const stream = await peer.client().chat.completions.create(REQUEST, options);
  return { peer, stream, iterator: stream[Symbol.asyncIterator]() };
}

/** The iterator of a stream that stays silent after its first chunk. */
async function hanging(t, env, options) {
  const made = await chunks(env, FIRST, options);
  t.equal(content(await made.iterator.next()), "first");
  return made;
}

const content = ({ value }) => value?.choices[0]?.delta.content;

/** A client whose answers come from a body that only resembles a stream, and settles nothing. */
function strange(env, body) {
  const response = { ok: true, status: 200, headers: new Headers({ "content-type": "text/event-stream" }), body };
  return new env.lib.Qwen({ apiKey: "sk-strange", baseURL: "https://service.example/v1", fetch: async () => response, dangerouslyAllowBrowser: true });
}

export const chunkCases = {
  async "calls of next() made at once get the chunks in their order, and the end"(t, env) {
    const comments = ": alive\n\n".repeat(3);
    const text = TEXTS.map((content) => comments + chunk({ content })).join("") + chunk({}, "stop") + event("[DONE]");
    for (const cut of [undefined, 7, 300]) {
      const { iterator } = await chunks(env, { answers: [{ body: [{ text, cut }] }] });
      const results = await Promise.all(Array.from({ length: 6 }, () => iterator.next()));
      t.same(results.slice(0, 3).map(content), TEXTS, `in pieces of ${cut}`);
      t.equal(results[3].value.choices[0].finish_reason, "stop");
      t.same(results.slice(4), [DONE, DONE]);
    }
  },

  async "return() ends the calls of next() that hang"(t, env) {
    const { peer, iterator } = await hanging(t, env);
    const hung = [iterator.next(), iterator.next()];
    t.same(await iterator.return(), DONE);
    t.same(await Promise.all(hung), [DONE, DONE]);
    t.ok(await peer.hasStopped(), "the connection is closed");
  },

  async "an abort is told to the first call of next() that hangs"(t, env) {
    for (const way of ["signal", "stream"]) {
      const controller = new AbortController();
      const { stream, iterator } = await hanging(t, env, { signal: controller.signal });
      const first = t.rejects(iterator.next(), env.lib.APIUserAbortError, way);
      const second = iterator.next();
      if (way === "signal") controller.abort("enough");
      else stream.abort("enough");
      t.equal((await first).cause, "enough");
      t.same(await second, DONE);
    }
  },

  async "a stall is told to a call of next() that hangs"(t, env) {
    const { iterator } = await hanging(t, env, { timeout: { idle: 150 } });
    t.equal((await t.rejects(iterator.next(), env.lib.StallTimeoutError)).code, "idle_timeout");
    t.same(await iterator.next(), DONE);
  },

  async "a break is told to the first of the calls that wait"(t, env) {
    const { iterator } = await chunks(env, { answers: [{ body: [{ text: chunk({ content: "first" }), pause: 100 }], ending: "cut" }] });
    t.equal(content(await iterator.next()), "first");
    const broken = t.rejects(iterator.next(), env.lib.QwenError);
    const other = iterator.next();
    t.equal((await broken).partial.choices[0].message.content, "first");
    t.same(await other, DONE);
  },

  async "an answer that breaks before its first event is asked for again, in the midst of next()"(t, env) {
    const script = { answers: [{ body: [{ text: ": alive\n\n" }], ending: "cut" }, { body: [{ text: answer("again") }] }] };
    const { iterator } = await chunks(env, script, { maxRetries: 1 });
    const results = await Promise.all([iterator.next(), iterator.next()]);
    t.same(results.map(content), ["", "again"]);
  },

  async "a body that settles nothing keeps nobody waiting who leaves or aborts"(t, env) {
    const forEver = () => new Promise(() => {});
    const client = () => strange(env, { getReader: () => ({ read: forEver, cancel: forEver }) });
    const left = (await client().chat.completions.create(REQUEST))[Symbol.asyncIterator]();
    const hung = left.next();
    t.same(await left.return(), DONE);
    t.same(await hung, DONE);
    const aborted = await client().chat.completions.create(REQUEST);
    const reading = t.rejects(aborted[Symbol.asyncIterator]().next(), env.lib.APIUserAbortError);
    aborted.abort();
    await reading;
  },

  async "a body of strings is read, whoever gives them"(t, env) {
    const reads = [answer("one", "two").slice(0, 100), answer("one", "two").slice(100)];
    const read = async () => ({ done: reads.length === 0, value: reads.shift() });
    let text = "";
    for await (const one of await strange(env, { getReader: () => ({ read, cancel: async () => {} }) }).chat.completions.create(REQUEST)) text += one.choices[0]?.delta.content ?? "";
    t.equal(text, "onetwo");
  },
};
