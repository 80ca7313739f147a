// Answers that are values: how they are asked for, what they are validated by, and what is said of those that are none.
import { USAGE, wholeAnswer } from "../wire.mjs";

const JSON_TYPE = { "content-type": "application/json" };
const PERSON = { type: "object", properties: { name: { type: "string" }, age: { type: "integer" } }, required: ["name", "age"], additionalProperties: false };
const LIU = { name: "Liu Wu", age: 34 };

/** A schema by hand, as any library would offer it: asynchronous, and with a value of its own. */
function schema(jsonSchema = { input: () => ({ $schema: "https://json-schema.org/draft/2020-12/schema", ...PERSON }) }) {
  const validate = async (value) => (Number.isInteger(value?.age) ? { value: { ...value, adult: value.age >= 18 } } : { issues: [{ message: "must be a whole number", path: [{ key: "age" }] }] });
  return { "~standard": { version: 1, vendor: "by hand", validate, ...(jsonSchema && { jsonSchema }) } };
}

async function peerSaying(env, text, { finish = "stop", message = {} } = {}) {
  const body = JSON.parse(wholeAnswer(text));
  Object.assign(body.choices[0], { finish_reason: finish, message: { ...body.choices[0].message, ...message } });
  return env.peer({ answers: [{ headers: { ...JSON_TYPE, "x-request-id": "req-parse", "access-control-expose-headers": "x-request-id" }, body: [{ text: JSON.stringify(body) }] }] });
}

function parsing(peer, params) {
  return peer.client().chat.completions.parse({ model: "qwen-plus", messages: [{ role: "user", content: "I am Liu Wu, 34. As JSON." }], schema: schema(), ...params });
}

async function sent(peer) {
  return JSON.parse((await peer.seen()).requests[0].body);
}

export const parseCases = {
  async "the answer is the value that the schema makes of it"(t, env) {
    const completion = await parsing(await peerSaying(env, JSON.stringify(LIU)));
    t.same(completion.choices[0].message.parsed, { ...LIU, adult: true });
    t.equal(completion.choices[0].message.content, JSON.stringify(LIU));
    t.same(completion.usage, USAGE);
  },

  async "the response and its id come along"(t, env) {
    const { data, response, request_id } = await parsing(await peerSaying(env, JSON.stringify(LIU))).withResponse();
    t.same([data.choices[0].message.parsed.name, response.status, request_id], ["Liu Wu", 200, "req-parse"]);
  },

  async "the model is shown the schema where both know how"(t, env) {
    const shown = (name, json = PERSON) => ({ type: "json_schema", json_schema: { name, strict: true, schema: json } });
    const rows = [
      [{}, shown("answer")],
      [{ name: "person" }, shown("person")],
      [{ jsonSchema: { type: "object" } }, shown("answer", { type: "object" })],
      [{ schema: PERSON }, shown("answer")],
      [{ model: "one-that-nobody-knows" }, shown("answer")],
      [{ model: "qwen-long" }, { type: "json_object" }],
      [{ model: "qwen3-32b", enable_thinking: false }, { type: "json_object" }],
      ...["qwen-turbo-latest", "qwen-max", "qwen3-coder-plus", "qwen-plus-2025-07-14"].map((model) => [{ model }, { type: "json_object" }]),
      ...["qwen3-max", "qwen-plus-2025-07-28", "qwen-plus-latest", "qwen4-plus"].map((model) => [{ model }, shown("answer")]),
      [{ schema: schema(null) }, { type: "json_object" }],
      [{ response_format: { type: "text" } }, { type: "text" }],
    ];
    for (const [params, format] of rows) {
      const peer = await peerSaying(env, JSON.stringify(LIU));
      await parsing(peer, params);
      const request = await sent(peer);
      t.same(request.response_format, format, JSON.stringify(params));
      t.same([request.schema, request.jsonSchema, request.name].map((own) => own ?? null), [null, null, null], "what is ours stays here");
    }
  },

  async "JSON Schema is a schema, too, and is left as it was"(t, env) {
    const own = { ...PERSON, $defs: { year: { type: "integer" } }, properties: { ...PERSON.properties, age: { $ref: "#/$defs/year" } } };
    const before = JSON.stringify(own);
    const { choices } = await parsing(await peerSaying(env, JSON.stringify(LIU)), { schema: own });
    t.same(choices[0].message.parsed, LIU);
    const error = await t.rejects(parsing(await peerSaying(env, '{"name":"x","age":"old"}'), { schema: own }), env.lib.ParseError);
    t.same(error.issues.map(({ path }) => path), [["age"]]);
    t.equal(JSON.stringify(own), before);
    t.same(Reflect.ownKeys(own), Object.keys(own), "no marks in the caller's schema");
  },

  async "the emulator answers by the schema, and refuses what the service refuses"(t, env) {
    const peer = await env.peer({ emulator: {} });
    for (const model of ["qwen-plus", "qwen-plus-2025-01-25", "qwen-turbo", "qwen3-coder-plus", "qwen3-max"]) {
      const { choices } = await parsing(peer, { model, schema: { ...PERSON, required: model === "qwen-plus" ? PERSON.required : [] , additionalProperties: true } });
      t.equal(typeof choices[0].message.parsed, "object", model);
    }
    const silent = parsing(peer, { schema: schema(null), messages: [{ role: "user", content: "I am Liu Wu, 34." }] });
    t.ok((await silent.catch((error) => error)) instanceof env.lib.QwenError, "the word json is missing");
  },

  async "a model that thinks by default is asked not to, and nobody else is"(t, env) {
    const rows = [
      ...["qwen3.5-plus", "qwen3.5-flash", "qwen3-32b", "qwen3.7-max"].map((model) => [{ model }, false]),
      [{ model: "qwen-plus" }, undefined],
      [{ model: "qwen3.5-plus", response_format: { type: "text" } }, undefined],
      [{ model: "qwen3.5-plus", enable_thinking: false }, false],
    ];
    for (const [params, thinking] of rows) {
      for (const preflight of [undefined, true, false, "fix", { temperature: false }]) {
        const peer = await peerSaying(env, JSON.stringify(LIU));
        const lines = [];
        const qwen = peer.client({ logger: { warn: (line) => lines.push(line) } });
        await qwen.chat.completions.parse({ messages: [{ role: "user", content: "As JSON." }], schema: schema(), ...params }, { preflight });
        t.equal((await sent(peer)).enable_thinking, thinking, JSON.stringify([params, preflight]));
        t.same(lines, [], "it is what parse means, and no news");
      }
    }
    const peer = await peerSaying(env, JSON.stringify(LIU));
    t.equal((await t.rejects(parsing(peer, { model: "qwen3.5-plus", enable_thinking: true }), env.lib.PreflightError)).rule, "json_thinking");
    const emulated = await env.peer({ emulator: {} });
    for (const model of ["qwen3.5-plus", "qwen3-32b"]) {
      const { choices } = await parsing(emulated, { model, schema: { type: "object" } });
      t.equal(typeof choices[0].message.parsed, "object", model);
    }
  },

  async "a code block around the JSON is no part of it"(t, env) {
    for (const text of ["```json\n{}\n```", "```\n{}\n```", " ```JSON {}``` \n", "\ufeff{}", "{}\n"].map((one) => one.replace("{}", JSON.stringify(LIU)))) {
      t.same((await parsing(await peerSaying(env, text))).choices[0].message.parsed.name, "Liu Wu", text);
    }
  },

  async "an answer that is no such value is a typed error, which tells nobody what the model wrote"(t, env) {
    const secret = "canary-of-the-answer";
    const rows = [
      [`Here you are: ${secret}`, {}, "invalid_json"],
      [`{"name":"${secret}`, { finish: "length" }, "length"],
      [JSON.stringify({ ...LIU, name: secret }), { finish: "length" }, "length"],
      [JSON.stringify({ name: secret, age: "34" }), {}, "schema_mismatch"],
      ["", { finish: "content_filter", message: { content: secret } }, "content_filter"],
      ["", { message: { content: null, refusal: secret } }, "refusal"],
      ["", {}, "invalid_json"],
      [null, {}, "invalid_json"],
    ];
    for (const [text, how, code] of rows) {
      const error = await t.rejects(parsing(await peerSaying(env, text, how)), env.lib.ParseError, code);
      t.equal(error.code, code);
      t.ok(error instanceof env.lib.QwenError && env.lib.ParseError.isInstance(error), "a QwenError");
      t.same(error.issues, code === "schema_mismatch" ? [{ message: "must be a whole number", path: [{ key: "age" }] }] : []);
      t.ok(error.completion.choices[0].message, "the answer is in the error");
      t.ok(!`${error.message} ${error.stack} ${JSON.stringify(error)}`.includes(secret), "it stands nowhere else");
    }
  },

  async "a choice without a message, or with one that is no text, is no JSON either"(t, env) {
    for (const message of [undefined, null, {}, "text", { content: [{ type: "text", text: "{}" }] }]) {
      const body = JSON.parse(wholeAnswer(""));
      body.choices[0].message = message;
      const peer = await env.peer({ answers: [{ headers: JSON_TYPE, body: [{ text: JSON.stringify(body) }] }] });
      const error = await t.rejects(parsing(peer), env.lib.ParseError, JSON.stringify(message));
      t.equal(error.code, "invalid_json");
      t.equal(error.completion.choices.length, 1);
    }
  },

  async "what the service refuses is thrown as ever"(t, env) {
    const refusal = { status: 400, headers: JSON_TYPE, body: [{ text: '{"error":{"message":"Json mode response is not supported when enable_thinking is true","code":"invalid_parameter_error"}}' }] };
    await t.rejects(parsing(await env.peer({ answers: [refusal] })), env.lib.BadRequestError);
  },

  async "calls that make no sense send nothing"(t, env) {
    const peer = await peerSaying(env, "{}");
    const throwing = schema({ input: () => { throw new Error("a date cannot be said"); } });
    for (const own of [undefined, null, 7, "object", throwing]) t.equal((await t.rejects(parsing(peer, { schema: own }), env.lib.QwenError)).code, "invalid_argument");
    await t.rejects(peer.client().chat.completions.parse(), env.lib.QwenError);
    t.equal((await peer.seen()).requests.length, 0, "requests");
  },

  async "an abort ends it"(t, env) {
    const peer = await env.peer({ answers: [{ headers: JSON_TYPE, headAfter: 10_000 }] });
    const controller = new AbortController();
    const asking = peer.client().chat.completions.parse({ model: "qwen-plus", messages: [{ role: "user", content: "As JSON." }], schema: PERSON }, { signal: controller.signal });
    asking.catch(() => undefined);
    await peer.sees(({ requests }) => requests.length === 1, "the request");
    controller.abort();
    await t.rejects(asking, env.lib.APIUserAbortError);
  },
};
