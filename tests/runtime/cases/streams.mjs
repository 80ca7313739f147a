// A streamed answer: the same text, whatever the network does to its bytes, in every form that ChatStream offers.
import { USAGE, answer, chunk, ending, event, rawChunk } from "../wire.mjs";

const REQUEST = { model: "qwen-long", messages: [{ role: "user", content: "How long?" }], stream: true, stream_options: { include_usage: true } };

/** One to four bytes a character, a joined family, a flag, a combining accent. */
const EVERY_WIDTH = "a é 合同 😀 👨‍👩‍👧 🇨🇳 e\u0301 \u{10ffff}";

async function stream(env, step, options) {
  const peer = await env.peer({ answers: [{ body: [].concat(step) }] });
  return peer.client().chat.completions.create(REQUEST, options);
}

async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

export const streamCases = {
  async "text arrives whole when every byte is a read of its own"(t, env) {
    const texts = await collect((await stream(env, { text: chunk({ content: EVERY_WIDTH }) + ending(), cut: 1, pause: 0 })).text());
    t.equal(texts.join(""), EVERY_WIDTH);
  },

  async "text arrives whole when a read ends inside any of its characters"(t, env) {
    const bytes = new TextEncoder().encode(chunk({ content: EVERY_WIDTH }) + ending());
    const cuts = [...bytes.keys()].filter((at) => bytes[at] >= 0x80 && bytes[at] < 0xc0);
    const texts = await Promise.all(cuts.map(async (at) => (await stream(env, { pieces: [base64(bytes.subarray(0, at)), base64(bytes.subarray(at))], pause: 5 })).finalContent()));
    t.ok(cuts.length > 30, "the text has inner bytes to cut at");
    t.same(texts, cuts.map(() => EVERY_WIDTH));
  },

  async "events may be cut anywhere and come several to a read"(t, env) {
    const texts = Array.from({ length: 12 }, (_, at) => `第${at}段 `);
    for (const cut of [7, 64, 1000, 100_000]) {
      const read = await collect((await stream(env, { text: answer(...texts), cut })).text());
      t.equal(read.join(""), texts.join(""), `text in cuts of ${cut} bytes`);
    }
  },

  async "framings that proxies produce mean the same"(t, env) {
    const plain = answer("one ", "two");
    const framings = {
      "byte order mark": `\ufeff${plain}`,
      CRLF: plain.replaceAll("\n", "\r\n"),
      CR: plain.replaceAll("\n", "\r"),
      "comments between": plain.replaceAll("data:", ": keep-alive\n\ndata:"),
      "no space after the colon": plain.replaceAll("data: ", "data:"),
      "two data lines an event": plain.replaceAll(',"object"', ',\ndata: "object"'),
      "event and id lines": plain.replaceAll("data:", "id: 1\nevent: message\ndata:"),
    };
    for (const [name, text] of Object.entries(framings)) {
      const read = await (await stream(env, { text, cut: 50 })).finalContent();
      t.equal(read, "one two", name);
    }
  },

  async "iterating gives the chunks as the service sent them"(t, env) {
    const chunks = await collect(await stream(env, { text: answer("两", "年") }));
    t.equal(chunks.length, 5, "role, two texts, finish, usage");
    t.same(chunks.map((one) => one.choices[0]?.delta.content), ["", "两", "年", "", undefined]);
    t.equal(chunks[0].choices[0].delta.role, "assistant");
    t.equal(chunks[1].id, "chatcmpl-30dc196a-87a5-9ef4-b966-dc3c6cd715aa");
    t.equal(chunks[1].object, "chat.completion.chunk");
    t.equal(chunks[3].choices[0].finish_reason, "stop");
    t.same(chunks[4].usage, USAGE);
  },

  async "the folded answer, its parts and the end agree"(t, env) {
    const whole = await stream(env, { text: answer("It is ", "two years.") });
    const completion = await whole.finalChatCompletion();
    t.equal(completion.object, "chat.completion");
    t.equal(completion.id, "chatcmpl-30dc196a-87a5-9ef4-b966-dc3c6cd715aa");
    t.equal(completion.choices[0].message.content, "It is two years.");
    t.equal(completion.choices[0].message.role, "assistant");
    t.equal(completion.choices[0].finish_reason, "stop");
    t.same(completion.usage, USAGE);
    t.equal((await whole.finalMessage()).content, "It is two years.");
    t.equal(await whole.finalContent(), "It is two years.");
    t.same(await whole.totalUsage(), USAGE);
    const end = await whole.end;
    t.same([end.state, end.finish_reason, end.usage, end.error], ["complete", "stop", USAGE, undefined]);
  },

  async "the folded answer is there after iterating, too"(t, env) {
    const read = await stream(env, { text: answer("a", "b") });
    t.equal((await collect(read.text())).join(""), "ab");
    t.equal(await read.finalContent(), "ab");
    t.equal((await read.end).state, "complete");
  },

  async "reasoning is kept apart from the answer"(t, env) {
    const thought = (reasoning_content) => chunk({ content: null, reasoning_content });
    const thinking = await stream(env, { text: thought("") + thought("Let me ") + thought("see.") + chunk({ content: "42" }) + ending() });
    const message = await thinking.finalMessage();
    t.same([message.content, message.reasoning_content], ["42", "Let me see."]);
  },

  async "tool calls are put together from their deltas"(t, env) {
    const call = (index, rest) => chunk({ content: null, tool_calls: [{ index, type: "function", ...rest }] });
    const text = [
      call(0, { id: "call_a", function: { name: "weather", arguments: "" } }),
      call(0, { id: "", function: { arguments: '{"city":' } }),
      call(0, { id: "", function: { arguments: '"杭州"}' } }),
      call(1, { id: "call_b", function: { name: "time", arguments: "{}" } }),
    ].join("") + ending("tool_calls");
    const calling = await stream(env, { text });
    const { tool_calls: calls } = await calling.finalMessage();
    t.same(calls.map((one) => [one.id, one.function.name, one.function.arguments]), [["call_a", "weather", '{"city":"杭州"}'], ["call_b", "time", "{}"]]);
    t.equal((await calling.end).state, "tool_calls");
  },

  async "a limited answer says so"(t, env) {
    const limited = await stream(env, { text: chunk({ content: "half" }) + ending("length") });
    t.equal(await limited.finalContent(), "half");
    t.equal((await limited.end).state, "length");
  },

  async "an emoji whose escapes are split over two deltas comes out whole"(t, env) {
    const halves = await stream(env, { text: rawChunk('{"content":"<\\ud83d"}') + rawChunk('{"content":"\\ude00>"}') + ending() });
    const texts = await collect(halves.text());
    t.equal(texts.join(""), "<😀>");
    t.ok(texts.every((text) => text.isWellFormed?.() ?? true), "no text ends in half a character");
  },

  async "a byte order mark inside the text is text"(t, env) {
    const marked = await stream(env, { text: answer("\ufeffone", "\ufefftwo"), cut: 260, pause: 5 });
    t.equal((await collect(marked.text())).join(""), "\ufeffone\ufefftwo");
  },

  async "a missing [DONE] after the finish reason is a success"(t, env) {
    const ended = await stream(env, { text: answer("done").replace(event("[DONE]"), "") });
    t.equal(await ended.finalContent(), "done");
    t.equal((await ended.end).state, "complete");
  },

  async "text comes as it is generated, not at the end"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: chunk({ content: "first" }) }], ending: "hang" }] });
    const early = await peer.client().chat.completions.create(REQUEST);
    const { value } = await early.text()[Symbol.asyncIterator]().next();
    t.equal(value, "first");
    early.abort();
    await peer.sees((now) => now.closed === 1, "the peer sees the abort");
  },

  async "a head that takes its time is waited for"(t, env) {
    const peer = await env.peer({ answers: [{ headAfter: 300, body: [{ wait: 200 }, { text: answer("slow") }] }] });
    t.equal(await (await peer.client().chat.completions.create(REQUEST)).finalContent(), "slow");
  },

  async "toReadableStream gives the chunks as lines of JSON"(t, env) {
    const lines = (await new Response((await stream(env, { text: answer("两", "年") })).toReadableStream()).text()).trim().split("\n");
    t.equal(lines.map((line) => JSON.parse(line).choices[0]?.delta.content ?? "").join(""), "两年");
    t.equal(lines.length, 5, "lines");
  },

  async "a stream is read once"(t, env) {
    const read = await stream(env, { text: answer("once") });
    await collect(read);
    await t.rejects(async () => collect(read), env.lib.QwenError, "the second reading");
  },

  async "next() called ahead keeps the order"(t, env) {
    const iterator = (await stream(env, { text: answer("1", "2", "3"), cut: 100 })).text()[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 8 }, () => iterator.next()));
    t.equal(results.map((result) => result.value ?? "").join(""), "123");
    t.equal(results.at(-1).done, true, "the last next()");
  },

  async "a long answer in reads of every size is complete"(t, env) {
    const texts = Array.from({ length: 3000 }, (_, at) => `${at}号 `);
    const long = await stream(env, [{ text: answer(...texts), cut: 16_384, pause: 0 }]);
    t.equal(await long.finalContent(), texts.join(""));
  },
};
