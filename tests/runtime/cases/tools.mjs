// Tools that run: what the service sends of a call however it is spelled, what the model is told, and how a run ends.
import { sleep, until } from "../assert.mjs";
import { USAGE, answer, chunk, ending, event } from "../wire.mjs";

const ASKED = [{ role: "user", content: "Weather in Beijing?" }];
const ANSWER = "It is sunny.";
const BEIJING = { location: "Beijing" };

/** The last events of a round that calls tools (reference 13). */
const CALLED = ending("tool_calls");

const call = (id, name, args, index = 0) => ({ index, id, type: "function", function: { name, arguments: args } });

/** A whole round that calls tools, each in one chunk. */
function calls(...all) {
  return chunk({ content: null, role: "assistant", tool_calls: all.map(([id, name, args], index) => call(id, name, args, index)) }) + CALLED;
}

const BEIJING_CALL = calls(["call_1", "get_weather", JSON.stringify(BEIJING)]);

/** A schema by hand, as any library would offer it. */
const place = {
  "~standard": {
    version: 1,
    vendor: "by hand",
    validate: (value) => (typeof value?.location === "string" ? { value } : { issues: [{ message: "must be a string", path: ["location"] }] }),
    jsonSchema: { input: () => ({ type: "object", properties: { location: { type: "string" } }, required: ["location"] }) },
  },
};

function weather(execute = ({ location }) => `${location}: sunny`, more) {
  return { name: "get_weather", description: "The weather of one city.", parameters: place, execute, ...more };
}

/** Rounds as peers play them, byte-cut. */
async function peerOf(env, ...rounds) {
  return env.peer({ answers: rounds.map((text) => ({ body: [{ text, cut: 97, pause: 0 }] })) });
}

function running(peer, tools, options, params) {
  return peer.client().chat.completions.runTools({ model: "qwen-plus", messages: ASKED, tools, ...params }, options);
}

async function eventsOf(run) {
  const events = [];
  for await (const one of run) events.push(one);
  return events;
}

async function sent(peer) {
  return (await peer.seen()).requests.map(({ body }) => JSON.parse(body));
}

/** What the model was told as the results of the first round. */
async function told(peer) {
  return (await sent(peer))[1].messages.filter(({ role }) => role === "tool").map(({ content }) => content);
}

/** A tool that says when it has begun, and ends when its signal says so, or never. */
function slow({ heeds }) {
  const seen = { begun: 0, aborted: 0 };
  const tool = weather((_, { signal }) => {
    seen.begun += 1;
    return new Promise((_, reject) => signal.addEventListener("abort", () => ((seen.aborted += 1), heeds && reject(signal.reason))));
  });
  return { tool, seen };
}

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

  async "a model that calls for ever is stopped, and its last calls are not performed"(t, env) {
    const peer = await peerOf(env, BEIJING_CALL);
    let performed = 0;
    const run = running(peer, [weather(() => `${++performed}`)], { maxRounds: 3 });
    const error = await t.rejects(eventsOf(run), env.lib.ToolRunError);
    t.equal(error.code, "too_many_rounds");
    t.same([performed, (await peer.seen()).requests.length], [2, 3], "performed, requests");
    const { state, rounds, error: same } = await run.end;
    t.same([state, rounds], ["error", 3]);
    t.equal(same, error);
    t.equal(run.messages.at(-1).role, "tool", "the history ends with a whole round");
  },

  async "a call in whose middle the model was stopped is not performed"(t, env) {
    for (const reason of ["length", "content_filter"]) {
      const peer = await peerOf(env, chunk({ tool_calls: [call("call_1", "get_weather", JSON.stringify(BEIJING))] }) + ending(reason), answer(ANSWER));
      const run = running(peer, [weather(() => { throw new Error("performed"); })]);
      t.equal((await t.rejects(eventsOf(run), env.lib.ToolRunError)).code, reason);
      t.same(run.messages, ASKED);
    }
  },

  async "a text that the token limit stopped is an end with a name"(t, env) {
    const run = running(await peerOf(env, chunk({ content: "It is" }) + ending("length")), [weather()]);
    t.equal(await run.finalContent(), "It is");
    t.same([(await run.end).state, (await run.end).finish_reason], ["length", "length"]);
  },

  async "a round that is cut throws what a cut stream throws, and nothing is performed"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: chunk({ tool_calls: [call("call_1", "get_weather", JSON.stringify(BEIJING))] }) }] }] });
    const run = running(peer, [weather(() => { throw new Error("performed"); })]);
    await t.rejects(eventsOf(run), env.lib.TruncatedStreamError);
    t.equal((await run.end).state, "error");
    await t.rejects(run.finalContent(), env.lib.TruncatedStreamError);
  },

  async "what the service refuses is thrown"(t, env) {
    const refusal = { status: 400, headers: { "content-type": "application/json" }, body: [{ text: '{"error":{"message":"The tool call is not supported.","code":"invalid_parameter_error"}}' }] };
    await t.rejects(running(await env.peer({ answers: [refusal] }), [weather()]).finalContent(), env.lib.BadRequestError);
  },

  async "a run is aborted while it streams"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ tokens: 5 }] }] });
    const run = running(peer, [weather()]);
    const reading = (async () => {
      for await (const { type } of run) if (type === "text") run.abort("enough");
    })();
    const error = await t.rejects(reading, env.lib.APIUserAbortError);
    t.equal(error.cause, "enough");
    t.ok(await peer.hasStopped(), "the connection is closed");
    t.equal((await run.end).state, "aborted");
  },

  async "a run is aborted while a tool runs, also one that ignores its signal"(t, env) {
    for (const heeds of [true, false]) {
      const peer = await peerOf(env, BEIJING_CALL, answer(ANSWER));
      const { tool, seen } = slow({ heeds });
      const controller = new AbortController();
      const run = running(peer, [tool], { signal: controller.signal });
      const reading = eventsOf(run);
      reading.catch(() => undefined);
      await until(() => seen.begun === 1, "the tool runs");
      controller.abort(new Error("enough"));
      t.equal((await t.rejects(reading, env.lib.APIUserAbortError)).cause.message, "enough");
      t.equal(seen.aborted, 1, "the tool is told");
      t.same(run.messages, ASKED, "no call without its result");
      t.equal((await peer.seen()).requests.length, 1, "requests");
    }
  },

  async "a run is aborted before it begins, and between two events"(t, env) {
    const peer = await peerOf(env, BEIJING_CALL, answer(ANSWER));
    const early = running(peer, [weather()], { signal: AbortSignal.abort(null) });
    t.equal((await early.end).state, "aborted");
    t.equal((await t.rejects(eventsOf(early), env.lib.APIUserAbortError)).cause ?? null, null);
    t.equal((await peer.seen()).requests.length, 0, "requests");
    let performed = 0;
    const between = running(peer, [weather(() => `${++performed}`)]);
    const iterator = between[Symbol.asyncIterator]();
    for (;;) if ((await iterator.next()).value.type === "tool_call") break;
    between.abort();
    t.equal((await between.end).state, "aborted", "told at once, though nobody reads on");
    await t.rejects(iterator.next(), env.lib.APIUserAbortError);
    t.equal(performed, 0, "tools performed");
  },

  async "leaving the loop ends the run, and nobody is told that it went well"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ tokens: 5 }] }] });
    const run = running(peer, [weather()]);
    for await (const { type } of run) if (type === "text") break;
    t.ok(await peer.hasStopped(), "the connection is closed");
    const { state, error } = await run.end;
    t.same([state, error ?? null], ["aborted", null]);
    await t.rejects(run.finalContent(), env.lib.APIUserAbortError);
    const { tool, seen } = slow({ heeds: false });
    const left = running(await peerOf(env, BEIJING_CALL), [tool]);
    const iterator = left[Symbol.asyncIterator]();
    while ((await iterator.next()).value.type !== "tool_call");
    const hanging = iterator.next();
    await until(() => seen.begun === 1, "the tool runs");
    t.equal((await iterator.return()).done, true, "return() does not wait for the tool");
    t.equal((await hanging).done, true);
    t.equal((await iterator.next()).done, true);
    t.equal(seen.aborted, 1, "the tool is told");
  },

  async "await using ends a run"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ tokens: 5 }] }] });
    const run = running(peer, [weather()]);
    const iterator = run[Symbol.asyncIterator]();
    while ((await iterator.next()).value.type !== "text");
    await run[Symbol.asyncDispose ?? Symbol.for("none")]?.();
    if (!Symbol.asyncDispose) return iterator.return();
    t.ok(await peer.hasStopped(), "the connection is closed");
  },

  async "when one tool ends the run, the others are told"(t, env) {
    const peer = await peerOf(env, calls(["a", "get_weather", JSON.stringify(BEIJING)], ["b", "broken", "{}"]));
    const { tool, seen } = slow({ heeds: true });
    const run = running(peer, [tool, { name: "broken", execute: () => 1n }]);
    t.equal((await t.rejects(run.finalContent(), env.lib.ToolRunError)).code, "unserializable_result");
    await until(() => seen.aborted === 1, "the other tool's signal");
  },

  async "a run is read once"(t, env) {
    const run = running(await peerOf(env, answer(ANSWER)), [weather()]);
    await eventsOf(run);
    await t.rejects(() => run[Symbol.asyncIterator](), env.lib.QwenError);
    t.equal(await run.finalContent(), ANSWER);
  },

  async "two runs at once do not disturb each other"(t, env) {
    const peers = await Promise.all([1, 2].map(() => peerOf(env, BEIJING_CALL, answer(ANSWER))));
    const aborted = running(peers[0], [slow({ heeds: true }).tool]);
    const other = running(peers[1], [weather()]);
    const reading = (async () => {
      for await (const { type } of aborted) if (type === "tool_call") queueMicrotask(() => aborted.abort());
    })();
    reading.catch(() => undefined); // asked below
    t.equal(await other.finalContent(), ANSWER);
    await t.rejects(reading, env.lib.APIUserAbortError);
  },

  async "calls that make no sense send nothing"(t, env) {
    const peer = await peerOf(env, answer(ANSWER));
    const silent = { ...place["~standard"], jsonSchema: undefined };
    const lacking = [undefined, [], [null], [{ name: "x" }], [weather(), weather()], [weather(undefined, { parameters: { "~standard": silent } })], [weather(undefined, { parameters: "object" })]];
    for (const tools of lacking) t.equal((await t.rejects(running(peer, tools).finalContent(), env.lib.QwenError)).code, "invalid_argument");
    await t.rejects(running(peer, [weather()], { maxRounds: 0 }).finalContent(), env.lib.QwenError);
    await t.rejects(peer.client().chat.completions.runTools().finalContent(), env.lib.QwenError);
    t.equal((await peer.seen()).requests.length, 0, "requests");
  },
};
