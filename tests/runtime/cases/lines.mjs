// toReadableStream(): what iterating gives, as lines of JSON that nobody has looked into.
import { USAGE, answer, chunk, ending, errorBody, event, rawChunk } from "../wire.mjs";

const REQUEST = { model: "qwen-long", messages: [{ role: "user", content: "Line by line" }], stream: true };

const call = (index, id, args) => chunk({ content: null, tool_calls: [{ index, id, type: "function", function: { arguments: args } }] });

/** Answers in which a line could differ from the chunk. */
const ANSWERS = {
  plain: answer("one ", "两年 ", "😀"),
  escapes: chunk({ content: "" }) + [String.raw`{"content":"a\n\"b\"\\"}`, String.raw`{"content":"\ud83d"}`, String.raw`{"content":"\ude00"}`, String.raw`{"content":"\u4e24\u5e74"}`].map(rawChunk).join("") + ending(),
  reasoning: chunk({ content: null, reasoning_content: "Hm." }).repeat(3) + answer("so"),
  "tool calls": call(0, "call_a", "") + call(0, "", '{"a":') + call(0, "", "1}") + call(1, "call_b", "{}") + ending("tool_calls"),
  "two data lines an event": answer("one ", "two").replaceAll(',"object"', ',\ndata: "object"'),
  CRLF: answer("one ", "two").replaceAll("\n", "\r\n"),
  comments: answer("one ", "two").replaceAll("data:", ": keep-alive\n\ndata:"),
  "numbers beyond a double": answer("x").replaceAll("1764500101", "1e400"),
};

async function create(env, script, options) {
  const peer = await env.peer(script);
  return { peer, stream: await peer.client().chat.completions.create({ ...REQUEST, stream_options: { include_usage: true } }, options) };
}

/** What a body gives, read by read, and what it ends with. */
async function reads(body) {
  const texts = [];
  try {
    for (const reader = body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return { texts };
      texts.push(new TextDecoder().decode(value));
    }
  } catch (error) {
    return { texts, error };
  }
}

const parsed = (texts) => texts.join("").split("\n").slice(0, -1).map((line) => JSON.parse(line));

/** Key order included. */
const spelled = (chunks) => chunks.map((one) => JSON.stringify(one));

export const lineCases = {
  async "lines of JSON are the chunks that iterating gives, in reads of every size"(t, env) {
    for (const [name, text] of Object.entries(ANSWERS))
      for (const cut of [undefined, 97]) {
        const script = { answers: [{ body: [{ text, cut, pause: 0 }] }] };
        const chunks = [];
        for await (const one of (await create(env, script)).stream) chunks.push(one);
        const { stream } = await create(env, script);
        const { texts, error } = await reads(stream.toReadableStream());
        t.equal(error, undefined, name);
        t.ok(texts.every((lines) => lines.endsWith("\n")), `${name}: a read ends with its line`);
        t.same(spelled(parsed(texts)), spelled(chunks), `${name} in cuts of ${cut}`);
        t.ok(chunks.length > 2, `${name} has chunks`);
        t.same((await stream.end).usage, USAGE);
      }
  },

  async "lines of JSON are spelled as the service does, and those of one read come in one piece"(t, env) {
    const events = [rawChunk(String.raw`{ "content" : "\u4e24" }`), rawChunk(String.raw`{ "content" : "\u5e74" }`), chunk({ content: "!" })];
    const script = { answers: [{ body: [{ text: events.join("") }, { wait: 50 }, { text: ending() }] }] };
    const { texts } = await reads((await create(env, script)).stream.toReadableStream());
    t.equal(texts[0], events.join("").replaceAll("data: ", "").replaceAll("\n\n", "\n"));
  },

  async "an error follows the lines that came before it"(t, env) {
    for (const [bad, kind] of [[event(errorBody("InternalError", "No more.", "req-1")), "APIError"], [event("{"), "StreamDecodeError"]]) {
      const { stream } = await create(env, { answers: [{ body: [{ text: chunk({ content: "one" }) + bad }] }] });
      const { texts, error } = await reads(stream.toReadableStream());
      t.equal(parsed(texts)[0].choices[0].delta.content, "one", kind);
      t.ok(error instanceof env.lib[kind], `${error} is of ${kind}`);
      t.equal((await stream.end).state, "error");
    }
    const cut = await create(env, { answers: [{ body: [{ text: chunk({ content: "one" }) }], ending: "cut" }] });
    const { texts, error } = await reads(cut.stream.toReadableStream());
    t.same([parsed(texts).length, error.partial.choices[0].message.content], [1, "one"]);
  },

  async "a stream whose lines are read is read already"(t, env) {
    const { stream } = await create(env, { answers: [{ body: [{ text: answer("one") }] }] });
    const body = stream.toReadableStream();
    for (const again of [() => stream.text(), () => stream[Symbol.asyncIterator](), () => stream.toReadableStream()]) await t.rejects(async () => again(), env.lib.QwenError);
    t.equal(parsed((await reads(body)).texts).length, 4, "lines");
    const other = (await create(env, { answers: [{ body: [{ text: answer("one") }] }] })).stream;
    const text = other.text();
    await t.rejects(async () => other.toReadableStream(), env.lib.QwenError);
    t.equal((await text.next()).value, "one");
  },

  async "an abort is told to whoever waits for lines"(t, env) {
    const { stream } = await create(env, { answers: [{ body: [{ text: chunk({ content: "one" }) }], ending: "hang" }] });
    const reader = stream.toReadableStream().getReader();
    await reader.read();
    const waiting = t.rejects(reader.read(), env.lib.APIUserAbortError);
    stream.abort("enough");
    t.equal((await waiting).cause, "enough");
  },

  async "lines of an answer that breaks before its first event are those of the next"(t, env) {
    const script = { answers: [{ body: [{ text: ": alive\n\n" }], ending: "cut" }, { body: [{ text: answer("again") }] }] };
    const { texts } = await reads((await create(env, script, { maxRetries: 1 })).stream.toReadableStream());
    t.equal(parsed(texts)[1].choices[0].delta.content, "again");
  },

  async "lines of a translation that repeats itself are what is new"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: ["One", "One two"].map((content) => chunk({ content })).join("") + chunk({ content: "One two" }, "stop") + event("[DONE]") }] }] });
    const stream = await peer.client().chat.completions.create({ ...REQUEST, model: "qwen-mt-plus", translation_options: { source_lang: "auto", target_lang: "English" } });
    const { texts } = await reads(stream.toReadableStream());
    t.same(parsed(texts).map((one) => one.choices[0].delta.content), ["One", " two", ""]);
  },
};
