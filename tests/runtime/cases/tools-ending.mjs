// How a run of tools ends: by itself, by the model, by an error, by whoever reads it.
import { until } from "../assert.mjs";
import { answer, chunk, ending } from "../wire.mjs";
import { ASKED, ANSWER, BEIJING, call, calls, BEIJING_CALL, weather, peerOf, running, eventsOf, told, slow } from "../tools.mjs";

export const toolEndingCases = {
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
