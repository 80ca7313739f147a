// What the service would refuse is not sent; with "fix" it is sent as it should have been.
import { wholeAnswer } from "../wire.mjs";

const MESSAGES = [{ role: "user", content: "canary-prompt" }];
const JSON_MODE = { model: "qwen-plus", messages: MESSAGES, response_format: { type: "json_object" } };

/** A client whose `fetch` answers, and what was sent. */
function recorded(env, options) {
  const sent = [];
  const lines = [];
  const fetch = async (_, init) => {
    sent.push(JSON.parse(init.body));
    return new Response(wholeAnswer("Hi."), { headers: { "content-type": "application/json" } });
  };
  const line = (...parts) => lines.push(parts.join(" "));
  const logger = { error: line, warn: line, info: line, debug: line };
  return { sent, lines, qwen: new env.lib.Qwen({ apiKey: "sk-test", dangerouslyAllowBrowser: true, fetch, logger, ...options }) };
}

export const preflightCases = {
  async "what the service would refuse is not sent, and the error says which rule, why and what to do"(t, env) {
    const { sent, qwen } = recorded(env);
    for (const [rule, params] of [
      ["temperature", { temperature: 2 }],
      ["top_p", { top_p: 0 }],
      ["role", { messages: [{ role: "developer", content: "a" }, ...MESSAGES] }],
      ["messages", { messages: [] }],
      ["tool_choice", { tool_choice: "required" }],
      ["json_word", { response_format: { type: "json_object" } }],
      ["thinking_stream", { model: "qwen3-max", enable_thinking: true }],
      ["temperature", { temperature: 2, stream: true }],
    ]) {
      const error = await t.rejects(qwen.chat.completions.create({ model: "qwen-plus", messages: MESSAGES, ...params }), env.lib.PreflightError, rule);
      t.same([error.rule, error.code], [rule, "preflight"]);
      t.ok(error.fix.length > 0 && error.message.includes(error.fix), error.message);
      t.ok(error instanceof env.lib.QwenError && !(error instanceof env.lib.APIError), "it is no answer of the service");
      t.ok(!error.message.includes("canary"), error.message);
    }
    const error = await t.rejects(qwen.chat.completions.create({ model: "qwen-plus", messages: MESSAGES, temperature: 2.5 }).withResponse(), env.lib.PreflightError);
    t.inOrder(error.message, ["[0, 2)", "2.5"]);
    t.equal(sent.length, 0, "requests");
  },

  async "no key is asked for a request that is not sent"(t, env) {
    let asked = 0;
    const { qwen } = recorded(env, { apiKey: async () => `sk-${++asked}` });
    await t.rejects(qwen.chat.completions.create({ ...JSON_MODE }), env.lib.PreflightError);
    t.equal(asked, 0, "keys");
  },

  async "text completions are checked too"(t, env) {
    const { sent, qwen } = recorded(env);
    const error = await t.rejects(qwen.completions.create({ model: "qwen-coder-turbo", prompt: "", suffix: "print(1)" }), env.lib.PreflightError);
    t.equal(error.rule, "fill_in");
    t.equal((await t.rejects(qwen.completions.create({ model: "qwen-coder-turbo", prompt: "a", stream: true, temperature: 2 }), env.lib.PreflightError)).rule, "temperature");
    t.equal(sent.length, 0, "requests");
  },

  async "rules are switched off for a client, for a call, one by one"(t, env) {
    const sends = async (client, call, params = { temperature: 2 }) => {
      const { sent, qwen } = recorded(env, { preflight: client });
      await qwen.chat.completions.create({ model: "qwen-plus", messages: MESSAGES, ...params }, { preflight: call }).catch(() => undefined);
      return sent.length === 1;
    };
    for (const [client, call, expected] of [
      [undefined, undefined, false],
      [true, undefined, false],
      [false, undefined, true],
      [false, true, false],
      [true, false, true],
      [{ temperature: false }, undefined, true],
      [{ top_p: false }, undefined, false],
      [{ temperature: false }, true, false],
      [undefined, { temperature: false }, true],
      [{ temperature: false }, { temperature: true }, false],
      [{ default: false }, { top_p: true }, true],
      [{ default: false, temperature: true }, undefined, false],
      ["fix", undefined, false],
      ["fix", { temperature: false }, true],
    ])
      t.equal(await sends(client, call), expected, JSON.stringify([client, call]));
    const { qwen } = recorded(env);
    await t.rejects(qwen.chat.completions.create(JSON_MODE, { preflight: "mend" }), env.lib.QwenError);
  },

  async "with fix the word json is asked for where it is missing, and that is logged by name alone"(t, env) {
    const ask = "Answer in JSON.";
    const file = { role: "system", content: "fileid://file-fe-1" };
    for (const [messages, expected] of [
      [MESSAGES, [{ role: "system", content: ask }, ...MESSAGES]],
      [[{ role: "system", content: "Be brief." }, file, ...MESSAGES], [{ role: "system", content: `Be brief.\n\n${ask}` }, file, ...MESSAGES]],
      [[file, ...MESSAGES], [{ role: "system", content: ask }, file, ...MESSAGES]],
      [[{ role: "system", content: [{ type: "text", text: "Be brief." }] }, ...MESSAGES], [{ role: "system", content: [{ type: "text", text: "Be brief." }, { type: "text", text: ask }] }, ...MESSAGES]],
    ]) {
      const { sent, lines, qwen } = recorded(env, { preflight: "fix" });
      const given = { ...JSON_MODE, messages };
      const before = JSON.stringify(given);
      await qwen.chat.completions.create(given);
      t.same(sent[0], { ...JSON_MODE, messages: expected });
      t.equal(JSON.stringify(given), before, "the caller's objects");
      t.equal(lines.length, 1, "lines");
      t.ok(lines[0].includes("json_word") && !lines[0].includes("canary"), lines[0]);
    }
  },

  async "with fix developer messages become system messages, and what has no obvious cure is still refused"(t, env) {
    const { sent, qwen } = recorded(env, { preflight: "fix" });
    await qwen.chat.completions.create({ model: "qwen-plus", messages: [{ role: "developer", content: "a" }, ...MESSAGES] });
    t.same(sent[0].messages, [{ role: "system", content: "a" }, ...MESSAGES]);
    const format = { response_format: { type: "json_object" }, messages: [{ role: "user", content: "as json" }] };
    await qwen.chat.completions.create({ model: "qwen3.5-plus", ...format });
    t.equal(sent[1].enable_thinking, false);
    t.equal((await t.rejects(qwen.chat.completions.create({ model: "qwen-plus", ...format, enable_thinking: true }), env.lib.PreflightError)).rule, "json_thinking");
    t.equal((await t.rejects(qwen.chat.completions.create({ model: "qwen-plus", messages: MESSAGES, temperature: 2 }), env.lib.PreflightError)).rule, "temperature");
    t.equal(sent.length, 2, "requests");
  },

  async "a request that is right is sent as it was given, whatever the model is called"(t, env) {
    const { sent, qwen } = recorded(env);
    for (const model of ["qwen-plus", "qwen9-ultra", "deepseek-v3.2", "my-own"]) {
      const given = { model, messages: MESSAGES, temperature: 1.9, enable_thinking: true, tools: [{ type: "function", function: { name: "a" } }], mine: { a: [1] } };
      await qwen.chat.completions.create(given);
      t.same(sent.at(-1), given);
    }
  },

  async "earlier answers are sent without their reasoning, unless it is to be preserved"(t, env) {
    const { sent, qwen } = recorded(env);
    const messages = [...MESSAGES, { role: "assistant", content: "b", reasoning_content: "hm" }, { role: "user", content: "c" }];
    const before = JSON.stringify(messages);
    for (const preflight of [undefined, false]) await qwen.chat.completions.create({ model: "qwen-plus", messages }, { preflight });
    for (const { messages: [, answer] } of sent) t.same(answer, { role: "assistant", content: "b" });
    await qwen.chat.completions.create({ model: "qwen3.7-max", messages, preserve_thinking: true });
    t.same(sent[2].messages, messages);
    t.equal(JSON.stringify(messages), before, "the caller's objects");
  },

  async "a spoken answer that is pushed into the history is sent as its text"(t, env) {
    const speech = { model: "qwen3-omni-flash", modalities: ["text", "audio"], audio: { voice: "Cherry", format: "wav" }, stream: true };
    const peer = await env.peer({ emulator: {} });
    const completions = peer.client().chat.completions;
    const spoken = await (await completions.create({ ...speech, messages: MESSAGES })).finalMessage();
    t.ok(spoken.content.length > 0 && spoken.audio.data.length > 1000, "it has text and sound");
    const messages = [...MESSAGES, spoken, ...MESSAGES];
    const before = JSON.stringify(messages);
    await (await completions.create({ ...speech, messages })).finalMessage();
    const { body } = (await peer.seen()).requests[1];
    t.same(JSON.parse(body).messages, [...MESSAGES, { role: "assistant", content: spoken.content }, ...MESSAGES]);
    t.equal(JSON.stringify(messages), before, "the caller's objects");
    const { sent, lines, qwen } = recorded(env, { preflight: "fix" });
    const audio = { id: "audio_1", data: "AAAA", transcript: "aloud", expires_at: 1 };
    const call = { tool_calls: [{ id: "c", type: "function", function: { name: "a", arguments: "{}" } }] };
    for (const [answer, expected] of [
      [{ content: "", audio }, { content: "aloud" }],
      [{ content: null, audio }, { content: "aloud" }],
      [{ audio }, { content: "aloud" }],
      [{ content: "written", audio, reasoning_content: "hm" }, { content: "written" }],
      [{ content: "", audio: { data: "AAAA" }, ...call }, { content: "", ...call }],
    ])
      for (const model of ["qwen-plus", "qwen3-omni-flash"])
        for (const preflight of [undefined, true, false]) {
          await qwen.chat.completions.create({ model, stream: model !== "qwen-plus", messages: [...MESSAGES, { role: "assistant", ...answer }, ...MESSAGES] }, { preflight }).catch(() => undefined);
          t.same(sent.at(-1).messages[1], { role: "assistant", ...expected }, JSON.stringify([answer, model]));
        }
    t.same(lines, [], "it is no news");
  },
};
