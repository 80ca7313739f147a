// @ts-check
/** The schema libraries that people use, each as it is published: what the model is shown of a schema, what comes of its validation. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { type } from "arktype";
import { ParseError, Qwen, QwenError, tool, ToolRunError } from "qwen-edge";
import * as v from "valibot";
import { z } from "zod";

const CANARY = "canary-of-the-model";

const SHOWN = { type: "object", properties: { city: { type: "string" }, days: { type: "integer" } }, required: ["city"] };

/** The same schema in every library; valibot has JSON Schema in a package of its own only. */
const LIBRARIES = {
  zod: { schema: z.object({ city: z.string(), days: z.int().optional() }), jsonSchema: undefined },
  valibot: { schema: v.object({ city: v.string(), days: v.optional(v.pipe(v.number(), v.integer())) }), jsonSchema: SHOWN },
  arktype: { schema: type({ city: "string", "days?": "number.integer" }), jsonSchema: undefined },
  "JSON Schema": { schema: SHOWN, jsonSchema: undefined },
};

const message = (/** @type {object} */ of, finish_reason = "stop") => ({ id: "c", object: "chat.completion", created: 1, model: "m", choices: [{ index: 0, finish_reason, message: { role: "assistant", ...of } }] });
const chunks = (/** @type {object} */ delta) => `data: ${JSON.stringify({ id: "c", model: "m", choices: [{ index: 0, delta, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`;

/**
 * A client whose fetch plays `answers` in turn, and what it was asked.
 * @param {...(string | object)} answers
 */
function client(...answers) {
  /** @type {any[]} */
  const asked = [];
  const fetch = async (/** @type {string} */ _, /** @type {RequestInit} */ init = {}) => {
    const answer = answers[asked.length];
    asked.push(JSON.parse(String(init.body)));
    return typeof answer === "string" ? new Response(answer, { headers: { "content-type": "text/event-stream" } }) : Response.json(answer);
  };
  return { qwen: new Qwen({ apiKey: "sk-test", fetch }), asked };
}

/** @type {{ model: string, messages: { role: "user", content: string }[] }} */
const question = { model: "qwen-plus", messages: [{ role: "user", content: "In JSON, please." }] };

/** What the libraries agree upon. */
function essence(/** @type {any} */ { type, properties, required }) {
  return { type, city: properties.city.type, days: properties.days.type, required };
}

for (const [name, { schema, jsonSchema }] of Object.entries(LIBRARIES))
  describe(name, () => {
    const more = jsonSchema && { jsonSchema };

    test("an answer is asked for by the schema and validated by it", async () => {
      const { qwen, asked } = client(message({ content: '{"city":"Beijing","days":2}' }));
      const { choices } = await qwen.chat.completions.parse({ ...question, schema: /** @type {any} */ (schema), ...more });
      assert.deepEqual(choices[0]?.message.parsed, { city: "Beijing", days: 2 });
      const { response_format } = asked[0];
      assert.equal(response_format.type, "json_schema");
      assert.deepEqual(essence(response_format.json_schema.schema), essence(SHOWN));
      assert.equal(response_format.json_schema.schema.$schema, undefined);
    });

    test("an answer that does not fit says where, and not what", async () => {
      const { qwen } = client(message({ content: `{"city":7,"days":"${CANARY}"}` }));
      const error = await qwen.chat.completions.parse({ ...question, schema: /** @type {any} */ (schema), ...more }).then(assert.fail, (thrown) => thrown);
      assert.ok(error instanceof ParseError);
      const places = error.issues.map(({ path }) => path?.map((step) => (typeof step === "object" ? step.key : step)).join("."));
      assert.deepEqual([...new Set(places)].sort(), ["city", "days"]);
      assert.ok(inspect(error.completion, { depth: 9 }).includes(CANARY));
      assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(CANARY));
    });

    test("a tool is shown, called, and told what does not fit", async () => {
      const call = (/** @type {string} */ id, /** @type {string} */ text) => ({ index: Number(id), id, type: "function", function: { name: "weather", arguments: text } });
      const { qwen, asked } = client(chunks({ tool_calls: [call("0", '{"city":"Beijing"}'), call("1", `{"days":"${CANARY}"}`)] }), chunks({ content: "Sunny." }));
      /** @type {unknown[]} */
      const seen = [];
      const weather = tool({ name: "weather", parameters: /** @type {any} */ (schema), ...more, execute: (args) => void seen.push(args) });
      const errors = [];
      for await (const event of qwen.chat.completions.runTools({ ...question, tools: [weather] })) if (event.type === "tool_error") errors.push(event);
      assert.deepEqual(seen, [{ city: "Beijing" }]);
      assert.deepEqual(essence(asked[0].tools[0].function.parameters), essence(SHOWN));
      assert.match(asked[1].messages.at(-1).content, /city/);
      assert.ok(errors[0]?.error instanceof ToolRunError);
      assert.equal(errors[0].error.code, "schema_mismatch");
      assert.ok(!inspect(errors[0].error, { depth: 9, showHidden: true }).includes(CANARY));
    });
  });

test("valibot's schemas do not say themselves: any object is asked for, and a tool needs `jsonSchema`", async () => {
  const { qwen, asked } = client(message({ content: '{"city":"Beijing"}' }));
  const schema = v.object({ city: v.string() });
  await qwen.chat.completions.parse({ ...question, schema });
  assert.deepEqual(asked[0].response_format, { type: "json_object" });
  const run = qwen.chat.completions.runTools({ ...question, tools: [tool({ name: "x", parameters: schema, execute: () => 1 })] });
  await assert.rejects(run.finalContent(), /`jsonSchema`/);
  assert.equal(asked.length, 1);
});

test("the value is what a schema's transformations make; the model is shown what it may write", async () => {
  const { qwen, asked } = client(message({ content: '{"days":"3"}' }));
  const schema = z.object({ days: z.string().transform(Number) });
  const { choices } = await qwen.chat.completions.parse({ ...question, schema });
  assert.deepEqual(choices[0]?.message.parsed, { days: 3 });
  assert.equal(asked[0].response_format.json_schema.schema.properties.days.type, "string");
});

/** Schemas that no value can be validated by, wherever in them the fault is. */
const UNUSABLE = {
  "a reference that leads nowhere": { $ref: "#/$defs/x" },
  "one in a property of an item": { type: "object", properties: { all: { type: "array", items: { properties: { one: { $ref: "#/nowhere" } } } } } },
  "one in a definition": { $defs: { a: { anyOf: [{ type: "string" }, { $ref: "https://example.com/schema" }] } }, properties: { b: { $ref: "#/$defs/a" } } },
  "a reference to itself": { $ref: "#" },
  "a pattern that is no expression": { properties: { city: { type: "string", pattern: "(" } } },
  "a pattern that Unicode mode does not know": { properties: { city: { pattern: "^a\\_b$" } } },
  "a name's pattern that is no expression": { items: { patternProperties: { "[": {} } } },
  "a keyword that must be a list": { properties: { city: { enum: 5 } } },
  "no schema where one must be": { properties: { city: null } },
  "one that is no JSON": (() => { const own = /** @type {any} */ ({ properties: {} }); return Object.assign(own.properties, { own }) && own; })(),
};

for (const [name, schema] of Object.entries(UNUSABLE))
  test(`${name} is an error of the caller, before anything is sent`, async () => {
    const { qwen, asked } = client(message({ content: "{}" }), chunks({ content: "Sunny." }));
    const wrong = tool({ name: "x", parameters: schema, execute: () => 1 });
    const calls = [() => qwen.chat.completions.parse({ ...question, schema }), () => qwen.chat.completions.runTools({ ...question, tools: [wrong] }).finalContent()];
    for (const call of calls) {
      const error = await call().then(assert.fail, (/** @type {unknown} */ thrown) => thrown);
      assert.ok(error instanceof QwenError && error.cause instanceof Error, inspect(error));
      assert.equal(error.code, "invalid_argument");
      assert.match(error.message, /JSON Schema/);
    }
    assert.equal(asked.length, 0);
  });

test("what only looks like a fault passes: a list that refers to itself, names of properties that are keywords, examples", async () => {
  const list = { type: "object", properties: { value: { type: "string", pattern: "^\\p{L}+$" }, next: { $ref: "#" }, $ref: { type: "string" }, enum: true, pattern: { const: "(" } }, required: ["value"], example: { required: true, enum: 5 }, not: false };
  const value = { value: "ä", next: { value: "b", enum: 5, pattern: "(", $ref: "#/nowhere" } };
  const { qwen } = client(message({ content: JSON.stringify(value) }), message({ content: '{"value":"ä","next":{"value":"7"}}' }));
  assert.deepEqual((await qwen.chat.completions.parse({ ...question, schema: list })).choices[0]?.message.parsed, value);
  const error = await qwen.chat.completions.parse({ ...question, schema: list }).then(assert.fail, (thrown) => thrown);
  assert.deepEqual(error.issues.map((/** @type {any} */ { path }) => path), [["next", "value"]]);
});

test("a schema that JSON Schema cannot say is an error of the caller, with the library's reason", async () => {
  const { qwen, asked } = client();
  const error = await qwen.chat.completions.parse({ ...question, schema: z.object({ day: z.date() }) }).then(assert.fail, (thrown) => thrown);
  assert.ok(error instanceof QwenError && error.cause instanceof Error);
  assert.match(error.message, /zod.*`jsonSchema`/);
  assert.equal(asked.length, 0);
});
