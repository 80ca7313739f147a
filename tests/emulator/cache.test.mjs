// The context cache (reference 17).
import assert from "node:assert/strict";
import test from "node:test";
import { assistant, service, system, user } from "./service.mjs";

const words = (tokens, word = "abcd") => word.repeat(tokens);
const part = (text, marked = true) => ({ type: "text", text, ...(marked && { cache_control: { type: "ephemeral" } }) });

/** An emulator with a clock, and the details of the prompt's tokens of calls to it. */
function caching(model = "qwen3-coder-plus") {
  const clock = { now: 1_764_500_101_000 };
  const { chat, reset } = service({ now: () => clock.now });
  const details = async (messages, more) => {
    const response = await chat({ model, messages, ...more });
    const body = await response.json();
    assert.equal(response.status, 200, JSON.stringify(body));
    return body.usage.prompt_tokens_details;
  };
  return { clock, details, reset, chat };
}

const made = (tokens) => ({ cached_tokens: 0, cache_creation_input_tokens: tokens, cache_creation: { ephemeral_5m_input_tokens: tokens }, cache_type: "ephemeral" });
const hit = (cached, created = 0) => ({ ...made(created), cached_tokens: cached });

test("the first call makes the block, the second one hits it", async () => {
  const { details } = caching();
  const messages = (question) => [system([part(words(1_500))]), user(question)];
  assert.deepEqual(await details(messages("a")), made(1_500));
  assert.deepEqual(await details(messages("b")), hit(1_500));
});

test("a block lives five minutes, and each hit renews it", async () => {
  const { details, clock } = caching();
  const messages = [system([part(words(1_500))]), user("x")];
  await details(messages);
  clock.now += 299_000;
  assert.deepEqual(await details(messages), hit(1_500));
  clock.now += 299_000;
  assert.deepEqual(await details(messages), hit(1_500));
  clock.now += 300_000;
  assert.deepEqual(await details(messages), made(1_500));
});

test("fewer than 1,024 tokens make no block", async () => {
  const { details } = caching();
  for (let call = 0; call < 2; call += 1) assert.deepEqual(await details([system([part(words(1_023))]), user("x")]), made(0));
  await details([system([part(words(1_024))]), user("x")]);
  assert.deepEqual(await details([system([part(words(1_024))]), user("x")]), hit(1_024));
});

test("a conversation that grows hits what it had, and makes the rest", async () => {
  const { details } = caching();
  const first = [system([part(words(1_500), false)]), user([part("question")])];
  assert.deepEqual(await details(first), made(1_502));
  const second = [...first, assistant("answer"), user([part(words(100))])];
  assert.deepEqual(await details(second), { ...hit(1_502, 102), cached_tokens: 1_502 });
});

test("a hit is looked for in the last 20 blocks before a marker", async () => {
  for (const [between, cached] of [[19, 1_500], [20, 0]]) {
    const { details } = caching();
    const head = system([part(words(1_500))]);
    await details([head, user("x")]);
    const filling = Array.from({ length: between - 1 }, () => part("abcd", false));
    const bare = system([part(words(1_500), false)]);
    assert.equal((await details([bare, user([...filling, part("abcd")])])).cached_tokens, cached, String(between));
  }
});

test("of more than four markers the last four count", async () => {
  const { details } = caching();
  const texts = [0, 1, 2, 3, 4].map((n) => words(1_500, `${n}bcd`));
  await details([user(texts.map((text) => part(text)))]);
  assert.equal((await details([user(texts.slice(0, 2).map((text) => part(text)))])).cached_tokens, 3_000);
  const { details: again } = caching();
  await again([user(texts.map((text) => part(text)))]);
  assert.equal((await again([user([part(texts[0])])])).cached_tokens, 0);
});

test("tools belong to the prefix, and messages of tools may be marked", async () => {
  const { details } = caching();
  const tools = [{ type: "function", function: { name: "f", description: words(1_200) } }];
  const messages = [user([part("zzzz")])];
  const { cache_creation_input_tokens: created } = await details(messages, { tools, tool_choice: "auto" });
  assert.ok(created > 1_200);
  assert.equal((await details(messages, { tools })).cached_tokens, created);
  const call = { role: "assistant", content: "", tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" } }] };
  const result = { role: "tool", tool_call_id: "c", content: [part(words(1_100))] };
  assert.ok((await details([user("x"), call, result])).cache_creation_input_tokens >= 1_100);
});

test("a block is there after the answer: calls at the same time make it twice", async () => {
  const { chat } = service({ pace: { latencyMs: 5 } });
  const body = { model: "qwen3-coder-plus", messages: [system([part(words(1_500))]), user("x")] };
  const details = async (response) => (await response.json()).usage.prompt_tokens_details;
  const both = await Promise.all([chat(body), chat(body)]);
  assert.deepEqual(await Promise.all(both.map(details)), [made(1_500), made(1_500)]);
  assert.deepEqual(await details(await chat(body)), hit(1_500));
});

test("the cache is the account's, the model's, and empty after a reset", async () => {
  const { details, chat, reset } = caching();
  const messages = [system([part(words(1_500))]), user("x")];
  await details(messages);
  assert.deepEqual(await details(messages, { model: "qwen-plus" }), made(1_500));
  const headers = { authorization: "Bearer sk-another", "content-type": "application/json" };
  const other = await (await chat({ model: "qwen3-coder-plus", messages }, { headers })).json();
  assert.deepEqual(other.usage.prompt_tokens_details, made(1_500));
  reset();
  assert.deepEqual(await details(messages), made(1_500));
});

test("without markers a prefix of 256 tokens that was seen is found again", async () => {
  const { details } = caching("qwen-plus");
  const messages = (question) => [system(words(1_024)), user(question)];
  assert.deepEqual(await details(messages("a")), { cached_tokens: 0 });
  assert.deepEqual(await details(messages("b")), { cached_tokens: 1_024 });
  assert.deepEqual(await details([system(`${words(512)}other`), user("c")]), { cached_tokens: 512 });
  assert.deepEqual(await details([system(words(200)), user("c")]), { cached_tokens: 0 });
});

test("dated and newest versions, and models without a cache, cache nothing", async () => {
  for (const model of ["qwen-plus-2025-07-28", "qwen-plus-latest", "qwen3-32b"]) {
    const { details } = caching(model);
    const messages = [system([part(words(1_500))]), user("x")];
    const more = { enable_thinking: false };
    await details(messages, more);
    assert.deepEqual(await details(messages, more), { cached_tokens: 0 }, model);
  }
  const { details } = caching("qwen-long");
  assert.equal(await details([system([part(words(1_500))]), user("x")]), undefined);
});
