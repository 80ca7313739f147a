// Answers of megabytes: their texts leave the wasm's memory in pages long before the end (src/chat/tail.rs), and nobody sees it.
import { chunk, ending, event } from "../wire.mjs";

const REQUEST = { model: "qwen-plus", messages: [{ role: "user", content: "Everything, please." }], stream: true };
const PIECES = 256;
/** What JSON escapes, what is more than a byte, and what a page must not cut in two. */
const piece = (name) => (_, at) => `${name} ${at}: "\\ \n\t我们 😀 `.repeat(200);
const TEXT = Array.from({ length: PIECES }, piece("text"));
const THOUGHTS = Array.from({ length: PIECES }, piece("thought"));
const said = TEXT.map((content) => chunk({ content, reasoning_content: null })).join("");
const thought = THOUGHTS.map((reasoning_content) => chunk({ content: null, reasoning_content })).join("");

async function stream(env, body, request = REQUEST) {
  const peer = await env.peer({ answers: [{ body: [].concat(body) }] });
  return peer.client().chat.completions.create(request);
}

async function joined(iterable) {
  let all = "";
  for await (const one of iterable) all += one;
  return all;
}

/** As `t.equal`, which would print megabytes. */
function equal(t, found, expected, what) {
  t.ok(found === expected, `${what}: ${found?.length} characters of ${expected.length}`);
}

export const longCases = {
  async "a long answer is whole at its end, whatever is read of it"(t, env) {
    const readers = { chunks: (all) => joined(all), text: (all) => joined(all.text()), nothing: async () => {} };
    for (const [name, read] of Object.entries(readers)) {
      const all = await stream(env, { text: thought + said + ending() });
      await read(all);
      const { content, reasoning_content } = await all.finalMessage();
      equal(t, content, TEXT.join(""), `text, read as ${name}`);
      equal(t, reasoning_content, THOUGHTS.join(""), `reasoning, read as ${name}`);
      equal(t, (await all.finalMessage()).content, content, "the same, asked again");
    }
  },

  async "so are the arguments of its tool calls, without a brace too many, and every choice"(t, env) {
    const call = (index, more) => ({ tool_calls: [{ index, ...more }] });
    const arguments_ = TEXT.map((text, at) => `${at === 0 ? '{"list":[' : ","}${JSON.stringify(text)}`);
    const parts = arguments_.map((text) => chunk(call(1, { function: { arguments: text } })));
    const opened = [0, 1].map((index) => chunk(call(index, { id: `cshown${index}`, type: "function", function: { name: "f", arguments: index === 0 ? "{}" : "" } })));
    const second = event({ choices: [{ index: 1, delta: { content: "another" }, finish_reason: "stop", logprobs: { content: [{ token: "x".repeat(100_000) }, { token: "y" }] } }] });
    const all = await stream(env, { text: opened.join("") + parts.join("") + chunk(call(1, { function: { arguments: "]}}\n" } })) + second + ending("tool_calls") }, { ...REQUEST, n: 2 });
    const { choices } = await all.finalChatCompletion();
    t.equal((await all.end).state, "tool_calls");
    const [first, last] = choices[0].message.tool_calls.map((one) => one.function.arguments);
    t.equal(first, "{}");
    equal(t, last, `${arguments_.join("")}]}`, "arguments");
    t.same(JSON.parse(last).list.length, PIECES);
    t.same([choices[1].message.content, choices[1].logprobs.content.map(({ token }) => token.length)], ["another", [100_000, 1]]);
  },

  async "a view that lags behind by megabytes, or is taken late, misses nothing"(t, env) {
    const all = await stream(env, [{ text: thought + said }, { wait: 500 }, { text: ending() }]);
    const reasoning = all.reasoning();
    const begun = (await reasoning.next()).value;
    const text = all.text();
    let read = "";
    while (read.length < TEXT.join("").length / 2) read += (await text.next()).value;
    equal(t, begun + (await joined(reasoning)), THOUGHTS.join(""), "reasoning, left and taken up again");
    equal(t, read + (await joined(text)), TEXT.join(""), "text");
    const late = await stream(env, { text: thought + said + ending() });
    await late.end;
    equal(t, await joined(late.text()), TEXT.join(""), "text, after the end");
    equal(t, await joined(late.reasoning()), THOUGHTS.join(""), "reasoning, after the end");
  },

  async "what came of a long answer that was cut is in the error, whole"(t, env) {
    const cut = await stream(env, { text: thought + said });
    const { partial } = await t.rejects(joined(cut), env.lib.TruncatedStreamError);
    equal(t, partial.choices[0].message.content, TEXT.join(""), "text");
    equal(t, partial.choices[0].message.reasoning_content, THOUGHTS.join(""), "reasoning");
  },

  async "half an emoji that never gets its other half takes nothing with it"(t, env) {
    const half = event({ choices: [{ index: 0, delta: { reasoning_content: "?" } }] }).replace('"?"', '"a\\ud83d"');
    const all = await stream(env, { text: half + thought + said + ending() });
    const reasoning = all.reasoning();
    const begun = (await reasoning.next()).value;
    equal(t, await joined(all.text()), TEXT.join(""), "text");
    // Told as it came, it is U+FFFD; of what was not told then, it is what it was.
    const shown = (begun + (await joined(reasoning))).replace(/^a\ud83d/, "a\ufffd");
    equal(t, shown, `a\ufffd${THOUGHTS.join("")}`, "reasoning, taken up again");
    equal(t, (await all.finalMessage()).reasoning_content, `a\ud83d${THOUGHTS.join("")}`, "the whole answer's");
  },
};
