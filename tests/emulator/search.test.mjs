// Web search (reference 20): an ordinary answer, and strict options.
import assert from "node:assert/strict";
import test from "node:test";
import { service, user } from "./service.mjs";

const ask = (search_options, more) => ({ model: "qwen-plus", messages: [user("Weather tomorrow?")], enable_search: true, search_options, ...more });

test("the answer is an ordinary one, which says that there is no web", async () => {
  const body = await (await service().chat(ask({ forced_search: true, search_strategy: "max" }))).json();
  assert.deepEqual(Object.keys(body), ["choices", "object", "usage", "created", "system_fingerprint", "model", "id"]);
  assert.match(body.choices[0].message.content, /web search \(max\) was asked for; the emulator has no web/);
});

test("options that the service knows are taken", async () => {
  const sites = Array.from({ length: 25 }, (_, n) => `${n}.example.com`);
  for (const [options, more] of [
    [undefined],
    [{ freshness: 30, assigned_site_list: sites, intention_options: { prompt_intervene: "only AI" } }],
    [{ search_strategy: "agent" }, { model: "qwen3-max" }],
    [{ search_strategy: "agent_max" }, { model: "qwen3.5-plus", enable_thinking: false }],
  ]) {
    assert.equal((await service().chat(ask(options, more))).status, 200, JSON.stringify(options));
  }
});

for (const [what, options, more, words] of [
  ["a search of qwen-long", {}, { model: "qwen-long" }, /^This model does not support enable_search\.$/],
  ["a search of a coder", {}, { model: "qwen3-coder-plus" }, /^This model does not support enable_search\.$/],
  ["an unknown strategy", { search_strategy: "deep" }, {}, /search_strategy should be one of/],
  ["an agent's strategy of another model", { search_strategy: "agent" }, {}, /does not support search_strategy agent/],
  ["a freshness of no kind", { freshness: 14 }, {}, /freshness should be one of \[7, 30, 180, 365\]/],
  ["a freshness with another strategy", { freshness: 7, search_strategy: "max" }, {}, /only supported by search_strategy turbo/],
  ["26 sites", { assigned_site_list: new Array(26).fill("a.example") }, {}, /at most 25/],
  ["options that are none", "turbo", {}, /'search_options' must be Object/],
]) {
  test(`it refuses ${what}`, async () => {
    const response = await service().chat(ask(options, more));
    assert.equal(response.status, 400);
    assert.match((await response.json()).error.message, words);
  });
}
