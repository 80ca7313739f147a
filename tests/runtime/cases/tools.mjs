// Tools that run: what the service sends of a call however it is spelled and what the model is told. How a run ends: tools-ending.mjs.
import { sleep } from "../assert.mjs";
import { USAGE, answer, chunk, ending, event } from "../wire.mjs";
import { ASKED, ANSWER, BEIJING, CALLED, call, calls, BEIJING_CALL, place, weather, peerOf, running, eventsOf, sent, told } from "../tools.mjs";

/** The spellings of one call of get_weather for Beijing. */
const SPELLINGS = {
  "as the service streams it": [
    chunk({ content: null, tool_calls: [call("call_1", "get_weather", "")], role: "assistant" }),
    chunk({ content: null, tool_calls: [{ index: 0, id: "", type: "function", function: { arguments: '{"location": "Bei' } }] }),
    chunk({ content: null, tool_calls: [{ index: 0, id: "", type: "function", function: { arguments: 'jing"}' } }] }),
    event({ choices: [{ delta: { tool_calls: [{ function: { arguments: "" }, index: 0, id: "", type: "function" }] }, index: 0 }] }),
    event({ choices: [{ finish_reason: "tool_calls", delta: {}, index: 0, logprobs: null }] }),
    event("[DONE]"),
  ],
  "the whole call in one chunk": [BEIJING_CALL],
  "the finish reason stop": [chunk({ content: "", tool_calls: [call("call_1", "get_weather", JSON.stringify(BEIJING))] }), ending("stop")],
  "the id in every chunk, null arguments first": [
    chunk({ content: null, tool_calls: [call("call_1", "get_weather", null)] }),
    chunk({ content: null, tool_calls: [{ index: 0, id: "call_1", function: { name: null, arguments: '{"location":' } }] }),
    chunk({ tool_calls: [{ index: 0, id: "call_1", function: { name: null, arguments: '"Beijing"}' } }] }),
    CALLED,
  ],
  "no index, no type": [chunk({ tool_calls: [{ id: "call_1", function: { name: "get_weather", arguments: "{" } }] }), chunk({ tool_calls: [{ function: { arguments: '"location":"Beijing"}' } }] }), CALLED],
  "a brace too many": [calls(["call_1", "get_weather", '{"location":"Beijing"}}'])],
};

export const toolCases = {
  async "a call is performed and answered, however the service spells it"(t, env) {
    for (const [name, events] of Object.entries(SPELLINGS)) {
      const peer = await env.peer({ answers: [{ body: [{ text: events.join(""), cut: 41, pause: 0 }] }, { says: ANSWER }] });
      const seen = [];
      const run = running(peer, [weather((args) => (seen.push(args), "sunny"))]);
      t.equal(await run.finalContent(), ANSWER, name);
      t.same(seen, [BEIJING], name);
      const [, { messages }] = await sent(peer);
      t.same(messages.slice(0, 1), ASKED, name);
      t.equal(messages[1].content, "", name);
      t.same([messages[1].tool_calls[0].id, JSON.parse(messages[1].tool_calls[0].function.arguments)], ["call_1", BEIJING], name);
      t.same(messages.slice(2), [{ role: "tool", tool_call_id: "call_1", content: "sunny" }], name);
    }
  },

  async "a user interface sees everything as it happens, and the history can be gone on with"(t, env) {
    const thinking = chunk({ content: null, role: "assistant", reasoning_content: "Let me " }) + chunk({ content: null, reasoning_content: "look." });
    const peer = await peerOf(env, thinking + chunk({ content: "One moment." }) + BEIJING_CALL, answer("It is ", "sunny."));
    const run = running(peer, [weather(() => ({ sky: "clear" }))]);
    const events = await eventsOf(run);
    const texts = (type) => events.filter((one) => one.type === type).map(({ text }) => text).join("");
    t.equal(texts("reasoning"), "Let me look.");
    t.equal(texts("text"), "One moment.It is sunny.");
    t.same(events.filter(({ type }) => !["text", "reasoning", "end"].includes(type)), [
      { type: "round", round: 1 },
      { type: "tool_call", id: "call_1", name: "get_weather", arguments: JSON.stringify(BEIJING) },
      { type: "tool_result", id: "call_1", name: "get_weather", result: { sky: "clear" } },
      { type: "round", round: 2 },
    ]);
    const { end, completion } = events.at(-1);
    t.same(end, { state: "complete", finish_reason: "stop", rounds: 2, toolCalls: 1, toolErrors: 0, usage: { prompt_tokens: 2 * USAGE.prompt_tokens, completion_tokens: 2 * USAGE.completion_tokens, total_tokens: 2 * USAGE.total_tokens } });
    t.same(await run.end, end);
    t.same(await run.finalChatCompletion(), completion);
    t.same(run.messages.map(({ role, content }) => [role, content]), [["user", ASKED[0].content], ["assistant", "One moment."], ["tool", '{"sky":"clear"}'], ["assistant", ANSWER]]);
    t.ok(!JSON.stringify(run.messages).includes("look"), "no reasoning in the history");
    const again = running(peer, [weather()], {}, { messages: [...run.messages, ...ASKED] });
    t.equal(await again.finalContent(), ANSWER);
    t.same((await peer.sentMessages()).map(({ role }) => role), ["user", "assistant", "tool", "assistant", "user"]);
  },

  async "a run of the emulator's: two tools at once, one forced, and a model that has none"(t, env) {
    const peer = await env.peer({ emulator: {} });
    const time = { name: "get_time", description: "The time of day in one city.", parameters: place, execute: ({ location }) => ({ location, time: "10:30" }) };
    const messages = [{ role: "user", content: "What are the weather and the time in Beijing?" }];
    const both = running(peer, [weather(), time], {}, { messages, parallel_tool_calls: true });
    t.inOrder(await both.finalContent(), ["Beijing: sunny", "10:30"]);
    t.same(both.messages.map(({ role }) => role), ["user", "assistant", "tool", "tool", "assistant"]);
    const forced = running(peer, [weather(), time], {}, { messages, tool_choice: { type: "function", function: { name: "get_time" } } });
    t.same([(await forced.end).state, (await forced.end).rounds, (await forced.end).toolCalls], ["complete", 2, 1]);
    await t.rejects(running(peer, [weather()], {}, { model: "qwen-long", messages }).finalContent(), env.lib.QwenError);
  },

  async "the emulator's model closes its arguments once too often, or leaks a call: one is performed, the other is talk"(t, env) {
    const braced = await env.peer({ emulator: { faults: ["trailing-brace"] } });
    const seen = [];
    const run = running(braced, [weather((args) => (seen.push(args), "sunny"))]);
    t.same((await eventsOf(run)).filter(({ type }) => type === "tool_error"), []);
    t.equal(seen.length, 1, "calls performed");
    const leaking = await env.peer({ emulator: { faults: [{ fault: "leaked-call", times: "always" }] } });
    const talk = running(leaking, [weather()], {}, { enable_thinking: true });
    const types = (await eventsOf(talk)).map(({ type }) => type);
    t.ok(types.includes("reasoning") && !types.some((type) => type.startsWith("tool_")), types.join());
    t.equal((await talk.end).toolCalls, 0);
  },

  async "reasoning stays in the history where it is to be preserved"(t, env) {
    const peer = await peerOf(env, chunk({ content: null, reasoning_content: "Look." }) + BEIJING_CALL, answer(ANSWER));
    const run = running(peer, [weather()], {}, { preserve_thinking: true });
    await run.end;
    t.equal(run.messages[1].reasoning_content, "Look.");
  },

  async "the calls of a round are performed at once, and answered in their order"(t, env) {
    const peer = await peerOf(env, calls(["a", "get_weather", '{"location":"A"}'], ["b", "get_weather", '{"location":"B"}']), answer(ANSWER));
    let release;
    const released = new Promise((resolve) => (release = resolve));
    const order = [];
    const tool = weather(async ({ location }) => {
      order.push(location);
      if (location === "A") await released;
      else release();
      return location;
    });
    const events = await eventsOf(running(peer, [tool], {}, { parallel_tool_calls: true }));
    t.same(order, ["A", "B"]);
    t.same(events.filter(({ type }) => type === "tool_result").map(({ id }) => id), ["b", "a"], "told as they are done");
    t.same(await told(peer), ["A", "B"]);
    t.equal((await sent(peer))[0].parallel_tool_calls, true);
  },

  async "or one after another"(t, env) {
    const peer = await peerOf(env, calls(["a", "get_weather", '{"location":"A"}'], ["b", "get_weather", '{"location":"B"}']), answer(ANSWER));
    let atOnce = 0;
    let most = 0;
    const tool = weather(async ({ location }) => {
      most = Math.max(most, ++atOnce);
      await sleep(5);
      atOnce -= 1;
      return location;
    });
    await running(peer, [tool], { parallel: false }).end;
    t.equal(most, 1, "tools at once");
    t.same(await told(peer), ["A", "B"]);
  },

  async "what the model calls wrongly it is told, and can do better"(t, env) {
    const wrong = calls(["a", "get_wether", "{}"], ["b", "get_weather", '{"location":'], ["c", "get_weather", '{"location":7}'], ["d", "by_json", '{"days":"two"}']);
    const peer = await peerOf(env, wrong, BEIJING_CALL, answer(ANSWER));
    const performed = [];
    const byJSON = { name: "by_json", parameters: { type: "object", properties: { days: { type: "integer" } } }, execute: () => performed.push("by_json") };
    const run = running(peer, [weather(({ location }) => (performed.push(location), "sunny")), byJSON]);
    const events = await eventsOf(run);
    t.same(performed, ["Beijing"], "only the call that fits");
    const failed = events.filter(({ type }) => type === "tool_error").sort((a, b) => (a.id < b.id ? -1 : 1));
    t.same(failed.map(({ error }) => error.code), ["unknown_tool", "invalid_json", "schema_mismatch", "schema_mismatch"]);
    t.ok(failed.every(({ error }) => error instanceof env.lib.ToolRunError), "typed errors");
    t.same(failed[2].error.issues, [{ message: "must be a string", path: ["location"] }]);
    const [unknown, broken, mismatch, json] = await told(peer);
    t.inOrder(unknown, ["no tool of this name", "get_weather", "by_json"]);
    t.inOrder(broken, ["no valid JSON"]);
    t.inOrder(mismatch, ["do not fit", "location: must be a string"]);
    t.inOrder(json, ["do not fit", "days: ", "integer"]);
    t.same([(await run.end).toolCalls, (await run.end).toolErrors], [5, 4]);
    const [, { messages }] = await sent(peer);
    for (const { function: { arguments: text } } of messages[1].tool_calls) JSON.parse(text);
  },

  async "a tool without parameters is called with none, spelled in any way"(t, env) {
    for (const text of ["", "{}", null]) {
      const peer = await peerOf(env, calls(["a", "now", text]), answer(ANSWER));
      const seen = [];
      await running(peer, [{ name: "now", execute: (args) => void seen.push(args) }]).end;
      t.same(seen, [{}]);
      t.same((await sent(peer))[0].tools, [{ type: "function", function: { name: "now", parameters: { type: "object", properties: {} } } }]);
      t.same(await told(peer), ["null"], "what returns nothing");
      t.equal((await sent(peer))[1].messages[1].tool_calls[0].function.arguments, "{}");
    }
  },

  async "of a tool that throws the model learns that it failed, and no more, unless it may"(t, env) {
    for (const thrown of [new Error("postgres://user:secret@db"), "secret", null, undefined]) {
      const peer = await peerOf(env, BEIJING_CALL, answer(ANSWER));
      const events = await eventsOf(running(peer, [weather(() => { throw thrown; })]));
      const failed = events.find(({ type }) => type === "tool_error");
      t.equal(failed.error, thrown);
      t.same(await told(peer), ["Error: the tool failed."]);
      t.equal(events.at(-1).end.toolErrors, 1);
    }
    const peer = await peerOf(env, BEIJING_CALL, answer(ANSWER));
    const onToolError = async (error, { id, name }) => `${name} ${id}: ${error.message}`;
    await running(peer, [weather(async () => Promise.reject(new Error("no such city")))], { onToolError }).end;
    t.same(await told(peer), ["get_weather call_1: no such city"]);
  },

  async "what a tool leaves empty is no empty message, which the service refuses"(t, env) {
    const peer = await peerOf(env, BEIJING_CALL, BEIJING_CALL, answer(""));
    const results = ["", undefined];
    const run = running(peer, [weather(() => results.shift())]);
    t.equal(await run.finalContent(), "");
    t.same((await sent(peer))[2].messages.filter(({ role }) => role === "tool").map(({ content }) => content), ['""', "null"]);
    t.equal(run.messages.at(-1).role, "tool", "an empty answer is no message, either");
    const failing = await peerOf(env, BEIJING_CALL, answer(ANSWER));
    await running(failing, [weather(() => { throw new Error("x"); })], { onToolError: () => "" }).finalContent();
    t.same(await told(failing), ["Error: the tool failed."]);
  },

  async "a run that nobody reads holds on to no signal"(t, env) {
    const peer = await peerOf(env, answer(ANSWER));
    const { signal } = new AbortController();
    const listeners = new Set();
    signal.addEventListener = (_, listener) => listeners.add(listener);
    signal.removeEventListener = (_, listener) => listeners.delete(listener);
    const run = running(peer, [weather()], { signal });
    t.equal(listeners.size, 0, "before it begins");
    const reading = run[Symbol.asyncIterator]();
    await reading.next();
    t.ok(listeners.size > 0, "while it runs");
    await reading.return();
    t.equal(listeners.size, 0, "when it has been left");
  },

  async "what onToolError throws ends the run"(t, env) {
    const peer = await peerOf(env, BEIJING_CALL, answer(ANSWER));
    class Mine extends Error {}
    const run = running(peer, [weather(() => Promise.reject(new Error()))], { onToolError: () => { throw new Mine(); } });
    await t.rejects(eventsOf(run), Mine);
    t.equal((await run.end).state, "error");
    t.equal((await peer.seen()).requests.length, 1, "requests");
  },

  async "what JSON cannot say is a typed error of the one who wrote the tool"(t, env) {
    const endless = {};
    endless.self = endless;
    for (const result of [endless, 1n]) {
      const peer = await peerOf(env, BEIJING_CALL, answer(ANSWER));
      const run = running(peer, [weather(() => result)]);
      t.equal((await t.rejects(eventsOf(run), env.lib.ToolRunError)).code, "unserializable_result");
      t.same(run.messages, ASKED, "no call without its result");
    }
  },

  async "a forced tool is not forced again"(t, env) {
    const forced = { type: "function", function: { name: "get_weather" } };
    const peer = await peerOf(env, BEIJING_CALL, answer(ANSWER));
    const params = { tool_choice: forced };
    await running(peer, [weather()], {}, params).end;
    t.same((await sent(peer)).map(({ tool_choice }) => tool_choice ?? null), [forced, null]);
    t.same(params, { tool_choice: forced }, "the caller's own");
  },

  async "tool_choice none performs nothing, even where calls come"(t, env) {
    const peer = await peerOf(env, chunk({ content: "Text." }) + BEIJING_CALL);
    const run = running(peer, [weather(() => { throw new Error("performed"); })], {}, { tool_choice: "none" });
    t.equal(await run.finalContent(), "Text.");
    t.same(run.messages.at(-1), { role: "assistant", content: "Text." });
    t.equal((await peer.seen()).requests.length, 1, "requests");
  },

  async "a call that leaks into the reasoning is talk, and not performed"(t, env) {
    const peer = await peerOf(env, chunk({ content: null, reasoning_content: '<tool_call>{"name":"get_weather","arguments":{}}</tool_call>' }) + ending("stop"));
    const run = running(peer, [weather(() => { throw new Error("performed"); })]);
    t.same([(await run.end).state, (await run.end).toolCalls], ["complete", 0]);
  },
};
