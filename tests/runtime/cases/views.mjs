// Views of a streamed answer: text and reasoning, read at the same time, one after another, or late.
import { answer, chunk, ending } from "../wire.mjs";

const REQUEST = { model: "qwen-plus", messages: [{ role: "user", content: "9.11 or 9.9?" }], enable_thinking: true, stream: true };
const thought = (reasoning_content) => chunk({ content: null, reasoning_content });
const said = (content) => chunk({ content, reasoning_content: null });
const THINKING = [thought(""), thought("Compare "), thought("the decimals 😀."), said("9.9"), said(" is larger."), ending()];
const REASONING = "Compare the decimals 😀.";
const TEXT = "9.9 is larger.";

async function stream(env, body, options) {
  const peer = await env.peer({ answers: [{ body: [].concat(body) }] });
  return { peer, stream: await peer.client().chat.completions.create(REQUEST, options) };
}

/** Every event in a write of its own. */
const eventByEvent = (events) => events.map((text) => ({ text, pause: 5 }));

async function joined(iterable) {
  let all = "";
  for await (const piece of iterable) all += piece;
  return all;
}

export const viewCases = {
  async "reasoning() is a stream of its own, and text() goes on after it"(t, env) {
    for (const body of [eventByEvent(THINKING), { text: THINKING.join("") }, { text: THINKING.join(""), cut: 1, pause: 0 }]) {
      const { stream: thinking } = await stream(env, body);
      t.equal(await joined(thinking.reasoning()), REASONING);
      t.equal(await joined(thinking.text()), TEXT);
      const { reasoning_content, content } = await thinking.finalMessage();
      t.same([reasoning_content, content], [REASONING, TEXT]);
      t.equal((await thinking.end).state, "complete");
    }
  },

  async "reasoning() ends when the answer begins, not when the stream ends"(t, env) {
    const { stream: thinking } = await stream(env, [{ text: thought("Hm.") }, { wait: 30 }, { text: said("42") }, { wait: 10_000 }, { text: ending() }]);
    t.equal(await joined(thinking.reasoning()), "Hm.");
    const text = thinking.text();
    t.same(await text.next(), { done: false, value: "42" });
    await text.return();
  },

  async "both may be read at the same time"(t, env) {
    const { stream: thinking } = await stream(env, eventByEvent(THINKING));
    t.same(await Promise.all([joined(thinking.text()), joined(thinking.reasoning())]), [TEXT, REASONING]);
  },

  async "a view that nobody has begun to read does not keep the end from coming"(t, env) {
    const { stream: thinking } = await stream(env, eventByEvent(THINKING));
    const [text, reasoning] = [thinking.text(), thinking.reasoning()];
    t.equal(await thinking.finalContent(), TEXT);
    t.same([await joined(reasoning), await joined(text)], [REASONING, TEXT]);
    const { stream: slow } = await stream(env, eventByEvent(THINKING));
    const ended = slow.finalContent();
    const late = slow.text();
    await new Promise((resolve) => setTimeout(resolve, 8));
    t.same([await joined(late), await ended], [TEXT, TEXT], "begun while the end was waited for");
  },

  async "return() settles a next() that waits, though other views go on"(t, env) {
    const { stream: open } = await stream(env, [{ text: said("[1") }, { wait: 10_000 }, { text: ending() }]);
    const [text, value] = [open.text(), open.partialJSON()];
    t.equal((await text.next()).value, "[1");
    t.same((await value.next()).value, []);
    const waiting = value.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await value.return();
    t.same(await waiting, { done: true, value: undefined });
    await text.return();
  },

  async "a view that is taken late, or left unread for a while, misses nothing"(t, env) {
    const { stream: thinking } = await stream(env, eventByEvent(THINKING));
    const idle = thinking.reasoning();
    t.equal(await joined(thinking.text()), TEXT);
    t.equal(await joined(idle), REASONING);
    const { stream: late } = await stream(env, eventByEvent(THINKING));
    t.equal(await late.finalContent(), TEXT);
    t.equal(await joined(late.text()), TEXT);
    t.equal(await joined(late.reasoning()), REASONING);
  },

  async "an answer without reasoning has an empty reasoning()"(t, env) {
    const { stream: plain } = await stream(env, { text: answer("a", "b") });
    t.equal(await joined(plain.reasoning()), "");
    t.equal(await joined(plain.text()), "ab");
  },

  async "the final answer may be asked for before the reasoning is read"(t, env) {
    const { stream: thinking } = await stream(env, eventByEvent(THINKING));
    const final = thinking.finalContent();
    t.equal(await joined(thinking.reasoning()), REASONING);
    t.equal(await final, TEXT);
  },

  async "leaving reasoning() early closes the connection, unless the text is read too"(t, env) {
    const endless = { answers: [{ body: [{ text: thought("Hm.") }, { tokens: 20 }] }] };
    const alone = await env.peer(endless);
    const left = await alone.client().chat.completions.create(REQUEST);
    for await (const _ of left.reasoning()) break;
    t.ok(await alone.hasStopped(), "the peer has stopped");
    t.equal((await left.end).state, "aborted");
    await t.rejects(joined(left.text()), env.lib.APIUserAbortError);

    const { stream: read } = await stream(env, eventByEvent(THINKING));
    const text = read.text();
    for await (const _ of read.reasoning()) break;
    t.equal(await joined(text), TEXT);
  },

  async "chunks are read alone, and each view once"(t, env) {
    const { stream: one } = await stream(env, { text: THINKING.join("") });
    const text = one.text();
    await t.rejects(() => one.text(), env.lib.QwenError);
    await t.rejects(() => one[Symbol.asyncIterator](), env.lib.QwenError);
    await joined(text);
    const { stream: two } = await stream(env, { text: THINKING.join("") });
    const chunks = two[Symbol.asyncIterator]();
    await t.rejects(() => two.reasoning(), env.lib.QwenError);
    for await (const _ of chunks);
  },

  async "a cut in the midst of thinking rejects every view after what it has shown"(t, env) {
    const { stream: cut } = await stream(env, { text: thought("Compare ") + thought("the") });
    const pieces = [];
    const reading = async () => {
      for await (const piece of cut.reasoning()) pieces.push(piece);
    };
    const { partial } = await t.rejects(reading, env.lib.TruncatedStreamError);
    t.equal(partial.choices[0].message.reasoning_content, "Compare the");
    t.equal(pieces.join(""), "Compare the");
    await t.rejects(joined(cut.text()), env.lib.TruncatedStreamError);
  },

  async "an abort ends both views"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: thought("Hm.") }, { wait: 10_000 }] }] });
    const thinking = await peer.client().chat.completions.create(REQUEST);
    const [text, reasoning] = [joined(thinking.text()), joined(thinking.reasoning())];
    setTimeout(() => thinking.abort("enough"), 30);
    reasoning.catch(() => undefined); // asked for below
    t.equal((await t.rejects(text, env.lib.APIUserAbortError)).cause, "enough");
    t.equal((await t.rejects(reasoning, env.lib.APIUserAbortError)).cause, "enough");
  },
};
