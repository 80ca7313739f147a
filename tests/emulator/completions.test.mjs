// `/completions`, and the middle that is filled in (reference 11.3).
import assert from "node:assert/strict";
import test from "node:test";
import { chunksOf, eventsOf, service } from "./service.mjs";

const MODEL = "qwen2.5-coder-32b-instruct";
const PREFIX = "def add(a, b):\n    ";
const SUFFIX = "\n\nprint(add(1, 2)) # 加法 🗼\n";
const MIDDLE = `<|fim_prefix|>${PREFIX}<|fim_suffix|>${SUFFIX}<|fim_middle|>`;
const FILLED = "# Qwen emulator, not a model.\n# After 19 characters: def add(a, b):\n# Before 26 characters: print(add(1, 2)) # 加法 🗼\n";

/** The answer to a prompt; `more` overrides fields of the body. */
const complete = (more, options) => service(options).post("/completions", { model: MODEL, prompt: MIDDLE, ...more });
const textOf = async (more) => (await (await complete(more)).json()).choices[0].text;

test("a plain answer has the fields of the documentation, key by key", async () => {
  const response = await complete({}, { now: () => 1_764_500_400_000 });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("x-emulator-usage"), "estimate");
  const body = await response.text();
  const { usage } = JSON.parse(body);
  assert.equal(
    body,
    `{"choices":[{"text":${JSON.stringify(FILLED)},"finish_reason":"stop","index":0,"logprobs":null}],"object":"text_completion","usage":{"prompt_tokens":${usage.prompt_tokens},"completion_tokens":${usage.completion_tokens},"total_tokens":${usage.prompt_tokens + usage.completion_tokens}},"created":1764500400,"system_fingerprint":null,"model":"${MODEL}","id":"cmpl-${response.headers.get("x-request-id")}"}`,
  );
});

test("a prefix alone, with its markers or as text, is gone on from", async () => {
  const expected = "# Qwen emulator, not a model.\n# After 19 characters: def add(a, b):\n# Nothing follows.\n";
  assert.equal(await textOf({ prompt: `<|fim_prefix|>${PREFIX}<|fim_suffix|>` }), expected);
  assert.equal(await textOf({ prompt: PREFIX }), expected);
});

test("an empty suffix with its marker is no suffix", async () => {
  assert.match(await textOf({ prompt: "<|fim_prefix|>x<|fim_suffix|><|fim_middle|>" }), /# After 1 character: x\n# Nothing follows\.\n$/);
});

for (const [name, prompt, message] of [
  ["only a suffix", "<|fim_prefix|><|fim_suffix|>x<|fim_middle|>", /Only a suffix is not supported/],
  ["a suffix before its prefix", "<|fim_suffix|>x<|fim_prefix|>y<|fim_middle|>", /The prompt must be/],
  ["no prefix marker", "x<|fim_suffix|>y<|fim_middle|>", /The prompt must be/],
  ["a suffix without its end", "<|fim_prefix|>x<|fim_suffix|>y", /The prompt must be/],
  ["text after the end", "<|fim_prefix|>x<|fim_suffix|>y<|fim_middle|>z", /The prompt must be/],
  ["a marker twice", "<|fim_prefix|>x<|fim_prefix|>x<|fim_suffix|>y<|fim_middle|>", /The prompt must be/],
  ["no prompt", undefined, /The prompt field is a required field\./],
  ["an empty prompt", "", /The prompt field is a required field\./],
  ["a list of prompts", ["x"], /The prompt field is a required field\./],
]) {
  test(`a prompt with ${name} is refused`, async () => {
    const response = await complete({ prompt });
    assert.equal(response.status, 400);
    const { error } = await response.json();
    assert.equal(error.code, "invalid_parameter_error");
    assert.match(error.message, message);
  });
}

test("a stop text and max_tokens end the answer", async () => {
  const stopped = await (await complete({ stop: ["nowhere", "\n"] })).json();
  assert.deepEqual([stopped.choices[0].text, stopped.choices[0].finish_reason], ["# Qwen emulator, not a model.", "stop"]);
  const cut = await (await complete({ max_tokens: 3 })).json();
  assert.deepEqual([cut.choices[0].text, cut.choices[0].finish_reason, cut.usage.completion_tokens], ["# Qwen emula", "length", 3]);
});

test("a stream brings the same text in increments, then the finish, then the usage where asked for", async () => {
  const response = await complete({ stream: true, stream_options: { include_usage: true } }, { now: () => 1_764_500_400_000 });
  assert.match(response.headers.get("content-type"), /^text\/event-stream/);
  const text = await response.text();
  const id = `cmpl-${response.headers.get("x-request-id")}`;
  assert.equal(
    eventsOf(text)[0],
    `{"choices":[{"text":"# Qwen emulator, not a m","finish_reason":null,"index":0,"logprobs":null}],"object":"text_completion","usage":null,"created":1764500400,"system_fingerprint":null,"model":"${MODEL}","id":"${id}"}`,
  );
  const chunks = chunksOf(text);
  const usage = chunks.pop();
  assert.deepEqual(usage.choices, []);
  assert.ok(usage.usage.total_tokens > 0);
  assert.equal(chunks.map(({ choices }) => choices[0].text).join(""), FILLED);
  assert.deepEqual(chunks.map(({ choices }) => choices[0].finish_reason).filter(Boolean), ["stop"]);
  assert.equal(chunks.at(-1).choices[0].finish_reason, "stop");
  const bare = chunksOf(await (await complete({ stream: true })).text());
  assert.ok(bare.every(({ choices }) => choices.length === 1));
});

for (const model of ["0.5b", "1.5b", "3b", "7b", "14b", "32b"].map((size) => `qwen2.5-coder-${size}-instruct`).concat("qwen-coder-turbo", "qwen-coder-turbo-latest", "qwen-coder-turbo-0919")) {
  test(`${model} completes`, async () => {
    assert.equal((await complete({ model })).status, 200);
  });
}

for (const [name, fields, status, code, message] of [
  ["no model", { model: undefined }, 400, "invalid_request_error", "you must provide a model parameter."],
  ["an unknown model", { model: "codex" }, 404, "model_not_found", "The model codex does not exist or you do not have access to it."],
  ["a model of chat", { model: "qwen-plus" }, 404, "model_not_supported", "Unsupported model qwen-plus for OpenAI compatibility mode."],
  ["temperature 2", { temperature: 2 }, 400, "invalid_parameter_error", "Temperature should be in [0.0, 2.0)"],
  ["temperature as text", { temperature: "1" }, 400, "invalid_parameter_error", "'temperature' must be Float"],
  ["top_p 0", { top_p: 0 }, 400, "invalid_parameter_error", "Range of top_p should be (0.0, 1.0]"],
  ["presence_penalty 3", { presence_penalty: 3 }, 400, "invalid_parameter_error", "Presence_penalty should be in [-2.0, 2.0]"],
  ["max_tokens 0", { max_tokens: 0 }, 400, "invalid_parameter_error", "Range of max_tokens should be [1, 16384]"],
  ["half a seed", { seed: 0.5 }, 400, "invalid_value", "'seed' must be Integer"],
  ["stops of two kinds", { stop: ["x", 1] }, 400, "invalid_parameter_error", 'The "stop" parameter must be of type "str", "list[str]", "list[int]", or "list[list[int]]", and all elements within the list must be of the same type.'],
]) {
  test(`${name}: ${status} ${code}`, async () => {
    const response = await complete(fields);
    assert.equal(response.status, status);
    const { error } = await response.json();
    assert.deepEqual([error.code, error.message], [code, message]);
  });
}

test("a bad stream is refused as one event", async () => {
  const response = await complete({ stream: true, temperature: 2 });
  assert.equal(response.status, 400);
  assert.match(await response.text(), /^data: \{"error":.*\}\n\n$/);
});

for (const [fault, last] of [
  ["error-finish", /"choices":\[\{"text":"Too many requests\.[^"]+","finish_reason":"error_finish","index":0,"logprobs":null\}\],"object":"text_completion".*\n\ndata: \[DONE\]\n\n$/],
  ["error-frame", /data: \{"error":\{"code":"data_inspection_failed".*\}\n\n$/],
  ["truncate-between-events", /"finish_reason":null.*\}\n\n$/],
]) {
  test(`a stream meets ${fault} as one of chat does`, async () => {
    const { post, requests } = service({ faults: [fault] });
    const text = await (await post("/completions", { model: MODEL, prompt: MIDDLE, stream: true })).text();
    assert.equal(requests[0].fault, fault);
    assert.match(text, last);
    assert.doesNotMatch(text, /"finish_reason":"stop"/);
  });
}

test("a plain answer meets partial-response: half of its text, and no finish reason", async () => {
  const response = await complete({}, { faults: ["partial-response"] });
  assert.equal(response.headers.get("x-dashscope-partialresponse"), "true");
  const { choices } = await response.json();
  assert.deepEqual([choices[0].text, choices[0].finish_reason], [FILLED.slice(0, FILLED.length / 2), null]);
});
