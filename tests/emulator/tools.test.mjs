// Function calling (reference 13, 0.6, 0.7, 0.28).
import assert from "node:assert/strict";
import test from "node:test";
import { assistant, chunksOf, eventsOf, service, user } from "./service.mjs";

const tool = (name, description, properties, required = Object.keys(properties)) => ({
  type: "function",
  function: { name, description, parameters: { type: "object", properties, required } },
});
const WEATHER = tool("get_weather", "Weather of one city", { location: { type: "string" } });
const STOCK = tool("stockPrice", "The price of a share", { symbol: { type: "string" }, days: { type: "integer" } });
const QUESTION = "Weather in Beijing and Shanghai?";
const request = (more) => ({ model: "qwen3-max", messages: [user(QUESTION)], tools: [WEATHER, STOCK], ...more });

const plain = async (more, options) => (await (await service(options).chat(request(more))).json()).choices[0];
const stream = async (more, options) => eventsOf(await (await service(options).chat(request({ stream: true, ...more }))).text());
const choicesOf = (events) => events.slice(0, -1).map((event) => JSON.parse(event).choices[0]).filter(Boolean);
const argumentsOf = ({ message }) => message.tool_calls.map((call) => [call.function.name, JSON.parse(call.function.arguments)]);

/** The calls that a client makes of a stream: by index, the first id and name that are not empty, all arguments in a row. */
function folded(events) {
  const calls = [];
  for (const call of choicesOf(events).flatMap(({ delta }) => delta.tool_calls ?? [])) {
    const known = (calls[call.index] ??= { id: "", name: "", arguments: "" });
    known.id ||= call.id;
    known.name ||= call.function.name ?? "";
    known.arguments += call.function.arguments ?? "";
  }
  return calls;
}

test("a plain answer calls in the service's key order", async () => {
  const { finish_reason, message } = await plain();
  const [{ id }] = message.tool_calls;
  assert.match(id, /^call_[0-9a-f]{24}$/);
  assert.equal(
    JSON.stringify(message),
    `{"content":"","role":"assistant","tool_calls":[{"function":{"arguments":"{\\"location\\": \\"Beijing\\"}","name":"get_weather"},"id":"${id}","index":0,"type":"function"}]}`,
  );
  assert.equal(finish_reason, "tool_calls");
});

test("a stream calls in the service's chunks, each with its keys", async () => {
  const events = await stream({ stream_options: { include_usage: true } });
  const [call] = folded(events);
  const head = (event) => /^\{"choices":\[(.*)\],"object"/.exec(event)[1];
  const later = (text) => `{"delta":{"content":null,"tool_calls":[{"index":0,"id":"","type":"function","function":{"arguments":${JSON.stringify(text)}}}]},"finish_reason":null,"index":0,"logprobs":null}`;
  const half = call.arguments.length / 2;
  assert.deepEqual(events.slice(0, -2).map(head), [
    `{"delta":{"content":null,"tool_calls":[{"index":0,"id":"${call.id}","type":"function","function":{"name":"get_weather","arguments":""}}],"role":"assistant"},"finish_reason":null,"index":0,"logprobs":null}`,
    later(call.arguments.slice(0, half)),
    later(call.arguments.slice(half)),
    '{"delta":{"tool_calls":[{"function":{"arguments":""},"index":0,"id":"","type":"function"}]},"index":0}',
    '{"finish_reason":"tool_calls","delta":{},"index":0,"logprobs":null}',
  ]);
  assert.ok(JSON.parse(events.at(-2)).usage.completion_tokens > 3);
});

test("one call is made, and several where they are allowed: of each subject, or of each tool", async () => {
  assert.deepEqual(argumentsOf(await plain()), [["get_weather", { location: "Beijing" }]]);
  assert.deepEqual(argumentsOf(await plain({ parallel_tool_calls: true })), [
    ["get_weather", { location: "Beijing" }],
    ["get_weather", { location: "Shanghai" }],
  ]);
  const messages = [user("Weather in New York, and the stock price of Alibaba for 5 days")];
  assert.deepEqual(argumentsOf(await plain({ parallel_tool_calls: true, messages })), [
    ["get_weather", { location: "New York" }],
    ["stockPrice", { symbol: "New York", days: 5 }],
  ]);
});

test("a streamed second call comes under its own index, id and name", async () => {
  const calls = folded(await stream({ parallel_tool_calls: true }));
  assert.deepEqual(calls.map(({ name, arguments: json }) => [name, JSON.parse(json)]), [
    ["get_weather", { location: "Beijing" }],
    ["get_weather", { location: "Shanghai" }],
  ]);
  assert.notEqual(calls[0].id, calls[1].id);
});

test("Chinese questions find tools that are described in Chinese", async () => {
  const tools = [tool("get_weather", "查询城市天气", { location: { type: "string" } })];
  const messages = [user("北京和上海的天气怎么样？")];
  assert.deepEqual(argumentsOf(await plain({ tools, messages, parallel_tool_calls: true })), [
    ["get_weather", { location: "北京" }],
    ["get_weather", { location: "上海" }],
  ]);
});

test("arguments follow the schema, and only what is required is given", async () => {
  const location = { type: "object", properties: { city: { type: "string" }, zip: { type: "string" } }, required: ["city"] };
  const properties = { location, unit: { enum: ["celsius", "fahrenheit"] }, days: { type: "integer", maximum: 7 }, hours: { type: "number" }, alerts: { type: "boolean" } };
  const tools = [tool("get_weather", "", properties, ["location", "unit", "days", "alerts"])];
  const choice = await plain({ tools, messages: [user("Weather in Paris for 14 days")] });
  assert.deepEqual(argumentsOf(choice), [["get_weather", { location: { city: "Paris" }, unit: "celsius", days: 7, alerts: true }]]);
});

test("no tool is called that the question does not speak of, or when tool_choice is none", async () => {
  for (const more of [{ messages: [user("Who are you?")] }, { tool_choice: "none" }, { tools: [] }]) {
    const { finish_reason, message } = await plain(more);
    assert.equal(finish_reason, "stop");
    assert.ok(message.content.length > 0 && !("tool_calls" in message));
  }
});

const STYLES = {
  "qwen3-max": "arguments begin empty, the id of continuations is empty",
  "qwen-flash": "the first chunk has arguments already",
  "qwen3-coder-plus": "a sentence comes first",
  "qwen3-omni-flash": "the id is repeated, the first arguments are null",
};

test("each style of streaming: " + Object.values(STYLES).join("; "), async () => {
  const seen = {};
  for (const model of Object.keys(STYLES)) {
    const events = await stream({ model });
    const choices = choicesOf(events);
    const calls = choices.flatMap(({ delta }) => delta.tool_calls ?? []);
    const [{ id, name, arguments: json }] = folded(events);
    assert.deepEqual([name, JSON.parse(json)], ["get_weather", { location: "Beijing" }], model);
    const again = new Set(calls.slice(1).map((call) => call.id));
    seen[model] = { text: choices.map(({ delta }) => delta.content ?? "").join(""), first: calls[0].function.arguments, again: [...again].map((other) => other === id) };
  }
  assert.deepEqual(seen, {
    "qwen3-max": { text: "", first: "", again: [false] },
    "qwen-flash": { text: "", first: '{"location":', again: [false] },
    "qwen3-coder-plus": { text: "The emulator calls get_weather.", first: "", again: [false] },
    "qwen3-omni-flash": { text: "", first: null, again: [true] },
  });
});

test("a thinking model thinks, then calls", async () => {
  const choices = choicesOf(await stream({ model: "qwen-plus", enable_thinking: true }));
  const thought = choices.findLastIndex(({ delta }) => delta.reasoning_content);
  const called = choices.findIndex(({ delta }) => delta.tool_calls);
  assert.ok(thought > 3 && called === thought + 1);
  assert.equal(choices[0].delta.role, "assistant");
  assert.ok(!("role" in choices[called].delta));
  const { message } = await plain({ model: "qwen-plus", enable_thinking: true });
  assert.deepEqual(Object.keys(message), ["content", "reasoning_content", "role", "tool_calls"]);
});

/** The conversation after the calls of an answer, with their results. */
function after({ message }, ...results) {
  return [user(QUESTION), message, ...message.tool_calls.map(({ id }, at) => ({ role: "tool", tool_call_id: id, content: results[at] }))];
}

test("the results of tools are quoted with their calls, in order", async () => {
  const choice = await plain({ parallel_tool_calls: true });
  const { message, finish_reason } = await plain({ messages: after(choice, "12 °C", "19 °C") });
  assert.match(message.content, /The tools answered:\n\n- get_weather\(\{"location": "Beijing"\}\): 12 °C\n- get_weather\(\{"location": "Shanghai"\}\): 19 °C\n/);
  assert.equal(finish_reason, "stop");
});

test("after another question the tools are free again", async () => {
  const messages = [...after(await plain(), "12 °C"), assistant("12 degrees."), user("Weather in Rome?")];
  assert.deepEqual(argumentsOf(await plain({ messages })), [["get_weather", { location: "Rome" }]]);
});

test("a forced tool is called, ends with stop, and is called again for ever while it is forced", async () => {
  const tool_choice = { type: "function", function: { name: "stockPrice" } };
  const choice = await plain({ tool_choice });
  assert.equal(choice.finish_reason, "stop");
  assert.equal(choice.message.tool_calls[0].function.name, "stockPrice");
  assert.equal((await plain({ tool_choice, messages: after(choice, "1") })).message.tool_calls[0].function.name, "stockPrice");
  assert.equal((await plain({ messages: after(choice, "1") })).message.tool_calls, undefined);
});

test("max_tokens breaks the arguments off, and ends with length", async () => {
  const { finish_reason, message } = await plain({ max_tokens: 3, parallel_tool_calls: true });
  assert.equal(finish_reason, "length");
  assert.deepEqual(message.tool_calls.map((call) => call.function.arguments), ['{"location":']);
  const [call, ...others] = folded(await stream({ max_tokens: 9, parallel_tool_calls: true }));
  assert.equal(call.arguments, '{"location": "Beijing"}');
  assert.deepEqual(others.map((other) => other.arguments), ['{"location":']);
  assert.equal((await plain({ max_tokens: 6 })).finish_reason, "tool_calls");
});

test("tools and calls count as input", async () => {
  const tokens = async (more) => (await (await service().chat(request(more))).json()).usage.prompt_tokens;
  assert.ok((await tokens()) > (await tokens({ tools: undefined })) + 50);
});

const forced = { type: "function", function: { name: "get_weather" } };
for (const [what, more, words] of [
  ["a required call", { tool_choice: "required" }, 'tool_choice is one of the strings that should be ["none", "auto"]'],
  ["a tool named search", { tools: [tool("search", "", {})] }, "Tool names are not allowed to be [search]"],
  ["a forced tool of a thinking model", { model: "qwen-plus", enable_thinking: true, tool_choice: forced }, "The tool_choice parameter does not support being set to required or object in thinking mode"],
  ["a required call of a thinking model", { model: "qwen-plus", enable_thinking: true, tool_choice: "required" }, "The tool_choice parameter does not support being set to required or object in thinking mode"],
  ["tools of qwen-long", { model: "qwen-long" }, "The tool call is not supported."],
  ["tools of a math model", { model: "qwen-math-plus" }, "The tool call is not supported."],
  ["several answers with tools", { n: 2 }, "Range of n should be [1, 1]"],
  ["a forced tool that is not there", { tool_choice: { type: "function", function: { name: "other" } } }, "tool_choice names no function in tools"],
  ["a name with spaces", { tools: [tool("get weather", "", {})] }, "Required body invalid, please check the request body format."],
  ["a name of 65 letters", { tools: [tool("x".repeat(65), "", {})] }, "Required body invalid, please check the request body format."],
  ["a result without a call", { messages: [user("x"), { role: "tool", tool_call_id: "c", content: "1" }] }, 'messages with role "tool" must be a response to a preceeding message with "tool_calls"'],
  ["a result that is no text", { messages: [user("x"), { role: "assistant", content: "", tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" } }] }, { role: "tool", tool_call_id: "c", content: { a: 1 } }] }, "input content must be a string."],
]) {
  test(`it refuses ${what}`, async () => {
    const response = await service().chat(request(more));
    assert.equal(response.status, 400);
    assert.equal((await response.json()).error.message, words);
  });
}

test("a result of another call than those before it is refused", async () => {
  const [, message] = after(await plain(), "1");
  const messages = [user(QUESTION), message, { role: "tool", tool_call_id: "call_other", content: "1" }];
  const response = await service().chat(request({ messages }));
  assert.match((await response.json()).error.message, /^messages with role "tool" must be a response/);
});

test("trailing-brace: the last call's arguments have a brace too many, once, and only where a tool is called", async () => {
  const { chat, requests } = service({ faults: ["trailing-brace"] });
  await chat(request({ messages: [user("Who are you?")] }));
  const events = eventsOf(await (await chat(request({ stream: true, parallel_tool_calls: true }))).text());
  assert.deepEqual(folded(events).map((call) => call.arguments), ['{"location": "Beijing"}', '{"location": "Shanghai"}}']);
  await chat(request());
  assert.deepEqual(requests.map(({ fault }) => fault), [null, "trailing-brace", null]);
});

test("leaked-call: the call stands in the thinking as text, and the answer stops without it", async () => {
  for (const model of ["qwen3-max", "qwen-plus"]) {
    const enable_thinking = model === "qwen-plus";
    const options = { faults: [{ fault: "leaked-call", times: "always" }] };
    const { message, finish_reason } = await plain({ model, ...(enable_thinking && { enable_thinking }) }, options);
    assert.equal(finish_reason, "stop");
    assert.equal(message.content, "");
    assert.ok(message.reasoning_content.endsWith('<tool_call>\n{"name": "get_weather", "arguments": {"location": "Beijing"}}\n</tool_call>'));
    const { chat, requests } = service(options);
    const events = eventsOf(await (await chat(request({ model, stream: true, enable_thinking }))).text());
    assert.equal(requests[0].fault, "leaked-call");
    assert.equal(choicesOf(events).map(({ delta }) => delta.reasoning_content ?? "").join(""), message.reasoning_content);
    assert.deepEqual(folded(events), []);
  }
});
