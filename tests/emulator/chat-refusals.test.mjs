// Requests that the service does not take (reference 0.14-0.17, 2.2, 5.4, 5.5).
import assert from "node:assert/strict";
import test from "node:test";
import { ROLE, assistant, eventsOf, service, system, user } from "./service.mjs";

const plus = (more) => ({ model: "qwen-plus", messages: [user("Hi")], ...more });
const messages = (...list) => plus({ messages: list });

/** [what is wrong, the request, the words of the answer, its code where that is not invalid_parameter_error] */
const REFUSED = [
  ["a body that is no JSON", "{", "Required body invalid, please check the request body format."],
  ["a body that is no object", "[1]", "Required body invalid, please check the request body format."],
  ["no model", { messages: [user("Hi")] }, "you must provide a model parameter.", "invalid_request_error"],
  ["no messages", { model: "qwen-plus" }, "Required body invalid"],
  ["empty messages", messages(), "[] is too short"],
  ["an unknown role", messages({ role: "developer", content: "x" }, user("Hi")), "developer is not one of ['system', 'assistant', 'user', 'tool', 'function']"],
  ["no user", messages(ROLE), "The input messages do not contain elements with the role of user."],
  ["empty content", messages(user("")), "The content field is a required field."],
  ["null content", messages({ role: "user", content: null }), "The content field is a required field."],
  ["absent content", messages({ role: "user" }), "The content field is a required field."],
  ["an empty system message", messages(system(""), user("Hi")), "The content field is a required field."],
  ["content that is no text", messages(user([{ type: "image_url", image_url: { url: "x" } }])), "input content must be a string."],
  ["a tool message out of the blue", messages(user("Hi"), { role: "tool", tool_call_id: "c", content: "x" }), 'messages with role "tool" must be a response to a preceeding message with "tool_calls"'],
  ["temperature 2", plus({ temperature: 2 }), "Temperature should be in [0.0, 2.0)"],
  ["temperature -0.1", plus({ temperature: -0.1 }), "Temperature should be in [0.0, 2.0)"],
  ["temperature as text", plus({ temperature: "1" }), "'temperature' must be Float"],
  ["top_p 0", plus({ top_p: 0 }), "Range of top_p should be (0.0, 1.0]"],
  ["top_p 1.1", plus({ top_p: 1.1 }), "Range of top_p should be (0.0, 1.0]"],
  ["top_k -1", plus({ top_k: -1 }), "Parameter top_k be greater than or equal to 0"],
  ["repetition_penalty 0", plus({ repetition_penalty: 0 }), "Repetition_penalty should be greater than 0.0"],
  ["presence_penalty 3", plus({ presence_penalty: 3 }), "Presence_penalty should be in [-2.0, 2.0]"],
  ["n 5", plus({ n: 5 }), "Range of n should be [1, 4]"],
  ["n 0", plus({ n: 0 }), "Range of n should be [1, 4]"],
  ["max_tokens 0", plus({ max_tokens: 0 }), "Range of max_tokens should be [1, 32768]"],
  ["max_tokens above the model's", plus({ max_tokens: 32_769 }), "Range of max_tokens should be [1, 32768]"],
  ["a negative seed", plus({ seed: -1 }), "-1 is lesser than the minimum of 0 - 'seed'", "invalid_value"],
  ["a broken seed", plus({ seed: 1.5 }), "'seed' must be Integer", "invalid_value"],
  ["top_logprobs 6", plus({ top_logprobs: 6 }), "Range of top_logprobs should be [0, 5]"],
  ["a mixed stop", plus({ stop: ["a", 1] }), 'The "stop" parameter must be of type "str", "list[str]"'],
  ["a stream-only model without stream", plus({ model: "qwq-plus" }), "This model only support stream mode, please enable the stream parameter to access the model."],
  ["thinking that must stream", plus({ model: "qwen3-32b" }), "parameter.enable_thinking must be set to false for non-streaming calls"],
  ["thinking switched off where it cannot be", plus({ model: "qwq-plus", stream: true, enable_thinking: false }), "The value of the enable_thinking parameter is restricted to True."],
  ["thinking where there is none", plus({ model: "qwen-long", enable_thinking: true }), "The model qwen-long does not support enable_thinking.", "InvalidParameter.NotSupportEnableThinking"],
  ["a thinking budget of 0", plus({ thinking_budget: 0 }), "The thinking_budget parameter must be a positive integer and not greater than"],
  ["a JSON answer without the word", plus({ response_format: { type: "json_object" } }), "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."],
  ["a JSON answer of a thinking model", plus({ messages: [user("json")], enable_thinking: true, response_format: { type: "json_object" } }), "Json mode response is not supported when enable_thinking is true"],
  ["a required tool", plus({ tool_choice: "required" }), 'tool_choice is one of the strings that should be ["none", "auto"]'],
  ["tools with qwen-long", plus({ model: "qwen-long", tools: [{ type: "function", function: { name: "f" } }] }), "The tool call is not supported."],
  ["web search with qwen-long", plus({ model: "qwen-long", enable_search: true }), "This model does not support enable_search."],
  ["more than the model can read", plus({ model: "qwen-max", messages: [user("word ".repeat(30_000))] }), "Range of input length should be [1, 30720]"],
];

for (const [name, body, words, code = "invalid_parameter_error"] of REFUSED) {
  test(`${name}: 400 "${words.slice(0, 60)}"`, async () => {
    const streaming = body.stream === true;
    const response = await service().chat(body);
    const text = await response.text();
    const { error } = JSON.parse(streaming ? eventsOf(text)[0] : text);
    assert.equal(response.status, 400);
    assert.ok(error.message.includes(words), error.message);
    assert.equal(error.code, code);
    assert.equal(error.type, "invalid_request_error");
  });
}

test("what is on the edge of each range is taken", async () => {
  const { chat } = service();
  const edges = { temperature: 0, top_p: 1, top_k: 0, presence_penalty: -2, n: 4, max_tokens: 32_768, seed: 0, top_logprobs: 5, stop: [[1], [2]] };
  for (const more of [edges, { temperature: 1.99, n: null, max_tokens: null }, { stop: [1, 2] }, { stop: "x", enable_thinking: true }]) {
    assert.equal((await chat(plus(more))).status, 200, JSON.stringify(more));
  }
  const calls = { role: "assistant", content: "", tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" } }] };
  const result = { role: "tool", tool_call_id: "c", content: "1" };
  assert.equal((await chat(messages(user("Hi"), calls, result, result, user("And?")))).status, 200);
});

test("an unknown model is 404 in bare JSON, streaming or not", async () => {
  for (const stream of [true, false]) {
    const response = await service().chat(plus({ model: "gpt-4", stream }));
    assert.equal(response.status, 404);
    const request_id = response.headers.get("x-request-id");
    assert.equal(
      await response.text(),
      `{"error":{"message":"The model gpt-4 does not exist or you do not have access to it.","type":"invalid_request_error","param":null,"code":"model_not_found"},"request_id":"${request_id}"}`,
    );
  }
});

test("an inference error has the service's key order, and is one event on a streaming call", async () => {
  for (const stream of [true, false]) {
    const response = await service().chat(plus({ temperature: 2, stream }));
    const id = response.headers.get("x-request-id");
    const json =
      `{"error":{"code":"invalid_parameter_error","param":null,"message":"Temperature should be in [0.0, 2.0)",` +
      `"type":"invalid_request_error"},"id":"chatcmpl-${id}","request_id":"${id}"}`;
    assert.equal(response.headers.get("content-type"), stream ? "text/event-stream;charset=UTF-8" : "application/json");
    assert.equal(await response.text(), stream ? `data: ${json}\n\n` : json);
  }
});

test("with two system messages the user's text is limited to 9,000 tokens", async () => {
  const { refusal, chat } = service();
  const long = user("word ".repeat(8_000));
  assert.deepEqual(await refusal([ROLE, system("A document."), long, assistant("x"), user("y")]), [
    400,
    "invalid_parameter_error",
    "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 9000]",
  ]);
  assert.equal((await chat({ model: "qwen-long", messages: [ROLE, long] })).status, 200);
});

test("text parts are taken as their text", async () => {
  const parts = [{ type: "text", text: "Where is the " }, { type: "text", text: "harbour?" }];
  const answer = await service().answer([user(parts)]);
  assert.match(answer, /Where is the harbour\?/);
});
