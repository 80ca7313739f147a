// An answer that is JSON, while it arrives.
import { chunk, ending } from "../wire.mjs";

const REQUEST = { model: "qwen-plus", messages: [{ role: "user", content: "as json" }], response_format: { type: "json_object" }, stream: true };
const VALUE = { name: "刘 \"五\" 😀", age: 34, tags: ["a", "b\nc", {}], nested: { ok: true, none: null, list: [[1.5e3], []] } };

async function stream(env, text, cut) {
  const peer = await env.peer({ answers: [{ body: [{ text, cut, pause: 0 }] }] });
  return peer.client().chat.completions.create(REQUEST);
}

/** The JSON in deltas of one character. */
const finely = (json) => [...json].map((content) => chunk({ content })).join("");

export const partialJsonCases = {
  async "partialJSON() gives the value so far, and at last the whole"(t, env) {
    for (const json of [JSON.stringify(VALUE), JSON.stringify(VALUE, null, 2), `\`\`\`json\n${JSON.stringify(VALUE)}\n\`\`\`\n`]) {
      const half = json.indexOf("五"); // in the midst of a text
      const peer = await env.peer({ answers: [{ body: [{ text: finely(json.slice(0, half)), cut: 600 }, { wait: 100 }, { text: finely(json.slice(half)) + ending() }] }] });
      const stream = await peer.client().chat.completions.create(REQUEST);
      let last;
      const names = [];
      for await (const value of stream.partialJSON()) {
        t.ok(last === undefined || last === value, "the same object grows");
        last = value;
        names.push(value.name);
      }
      t.same(last, VALUE);
      t.ok(names.includes('刘 "'), `a text grows: ${names}`);
    }
  },

  async "the text may be read beside it"(t, env) {
    const both = await stream(env, finely(JSON.stringify(VALUE)) + ending());
    let text = "";
    const reading = (async () => {
      for await (const piece of both.text()) text += piece;
    })();
    let last;
    for await (const value of both.partialJSON()) last = value;
    await reading;
    t.same([last, JSON.parse(text)], [VALUE, VALUE]);
  },

  async "what is no JSON is an error that does not quote it"(t, env) {
    const read = async (text) => {
      for await (const _ of (await stream(env, text)).partialJSON());
    };
    const malformed = await t.rejects(read(finely('{"secret": nonsense}') + ending()), env.lib.StreamDecodeError);
    t.equal(malformed.code, "malformed_json");
    t.ok(!malformed.message.includes("nonsense"), malformed.message);
    t.equal((await t.rejects(read(finely('{"secret": 1') + ending()), env.lib.StreamDecodeError)).code, "incomplete_json");
    await t.rejects(read(finely('{"secret": 1')), env.lib.TruncatedStreamError, "a stream that is cut");
  },

  async "what a token limit has cut is what came, and the end says so"(t, env) {
    const cut = await stream(env, finely('{"name": "Liu W') + ending("length"));
    let last;
    for await (const value of cut.partialJSON()) last = value;
    t.same(last, { name: "Liu W" });
    t.equal((await cut.end).state, "length");
  },

  async "keys like __proto__ are members and touch no prototype"(t, env) {
    let last;
    for await (const value of (await stream(env, finely('{"__proto__": {"polluted": 1}, "a": {"constructor": 2}}') + ending())).partialJSON()) last = value;
    t.ok(Object.hasOwn(last, "__proto__") && {}.polluted === undefined, "own members only");
  },

  async "leaving it early closes the connection"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: finely('{"a": [') }, { repeat: chunk({ content: "1," }), every: 20 }] }] });
    for await (const _ of (await peer.client().chat.completions.create(REQUEST)).partialJSON()) break;
    await peer.sees(({ open }) => open === 0, "the peer sees that its answer was closed");
  },
};
