// Structured output (reference 14).
import assert from "node:assert/strict";
import test from "node:test";
import { chunksOf, service, textOf, user } from "./service.mjs";

const format = (schema, more) => ({ type: "json_schema", json_schema: { name: "person", strict: true, schema, ...more } });
const ask = (response_format, more) => ({ model: "qwen-plus", messages: [user("I am Liu Wu, 34, from Chengdu.")], response_format, ...more });
const answer = async (schema, more) => {
  const response = await service().chat(ask(format(schema), more));
  const body = await response.json();
  assert.equal(response.status, 200, JSON.stringify(body));
  return JSON.parse(body.choices[0].message.content);
};

test("a value is made of the question's words and numbers", async () => {
  const schema = { type: "object", properties: { name: { type: "string" }, city: { type: "string" }, age: { type: "integer" } }, required: ["name"], additionalProperties: false };
  assert.deepEqual(await answer(schema), { name: "Liu Wu", city: "Chengdu", age: 34 });
});

test("every kind of schema gets a value that it allows", async () => {
  const string = { type: "string" };
  for (const [schema, value] of [
    [{ const: { a: [1] } }, { a: [1] }],
    [{ enum: ["low", "high"] }, "low"],
    [{ type: "boolean" }, true],
    [{ type: "null" }, null],
    [{ type: ["null", "integer"] }, 34],
    [{ type: "number", exclusiveMaximum: 10 }, 9.5],
    [{ type: "integer", minimum: 40, multipleOf: 7 }, 42],
    [{ type: "array", items: { type: "boolean" }, minItems: 2 }, [true, true]],
    [{ type: "array", items: string, maxItems: 0 }, []],
    [{ type: "array", prefixItems: [{ type: "integer" }, string] }, [34, "Liu Wu"]],
    [{ items: string }, ["Liu Wu"]],
    [{ anyOf: [{ type: "null" }, string] }, "Liu Wu"],
    [{ allOf: [{ properties: { a: string } }, { properties: { b: { type: "integer" } } }] }, { a: "Liu Wu", b: 34 }],
    [{ type: "string", format: "date" }, "2025-01-31"],
    [{ type: "string", maxLength: 3 }, "Liu"],
    [{ type: "string", minLength: 8 }, "Liu Wu··"],
    [{}, "Liu Wu"],
  ]) {
    assert.deepEqual(await answer({ type: "object", properties: { v: schema } }), { v: value }, JSON.stringify(schema));
  }
});

test("nested objects, references, and a schema that refers to itself", async () => {
  const person = { type: "object", properties: { name: { type: "string" }, friends: { type: "array", items: { $ref: "#/$defs/person" } } }, required: ["name", "friends"] };
  const value = await answer({ $ref: "#/$defs/person", $defs: { person } });
  assert.equal(value.name, "Liu Wu");
  let [friend, depth] = [value, 0];
  for (; friend.friends.length > 0; depth += 1) [friend] = friend.friends;
  assert.ok(depth > 0 && depth < 6);
});

test("a stream makes the same value", async () => {
  const schema = { type: "object", properties: { 名字: { type: "string" } }, required: ["名字"] };
  const chunks = chunksOf(await (await service().chat(ask(format(schema), { stream: true }))).text());
  assert.equal(textOf(chunks), '{"名字":"Liu Wu"}');
  assert.ok(chunks.length > 4);
});

test("the word json is needed for an object alone", async () => {
  const status = async (response_format) => (await service().chat(ask(response_format))).status;
  assert.equal(await status(format({ type: "object" })), 200);
  assert.equal(await status({ type: "json_object" }), 400);
  assert.equal(await status({ type: "text" }), 200);
});

const UNKNOWN = /^Unknown format of response_format, response_format should be a dict, includes 'type' and an optional key 'json_schema'\./;
const SCHEMA = format({ type: "object" });
for (const [what, response_format, more, words] of [
  ["a format that is no object", "json_object", {}, UNKNOWN],
  ["an unknown type", { type: "xml" }, {}, UNKNOWN],
  ["a schema without a name", format({}, { name: undefined }), {}, UNKNOWN],
  ["a name with spaces", format({}, { name: "a b" }), {}, UNKNOWN],
  ["no schema", format(undefined), {}, UNKNOWN],
  ["a schema of qwen-long", SCHEMA, { model: "qwen-long" }, UNKNOWN],
  ["a schema of an early qwen-plus", SCHEMA, { model: "qwen-plus-2025-04-28" }, UNKNOWN],
  ["a schema of a thinking model", SCHEMA, { enable_thinking: true }, /^Json mode response is not supported when enable_thinking is true$/],
  ["an object of a math model", { type: "json_object" }, { model: "qwen-math-plus", messages: [user("json")] }, UNKNOWN],
]) {
  test(`it refuses ${what}`, async () => {
    const response = await service().chat(ask(response_format, more));
    assert.equal(response.status, 400);
    assert.match((await response.json()).error.message, words);
  });
}

test("a schema is taken by qwen3-max, qwen-flash and dated versions since July 2025", async () => {
  for (const model of ["qwen3-max", "qwen-flash", "qwen-plus-latest", "qwen-plus-2025-07-28", "qwen3-max-2026-01-23"]) {
    assert.deepEqual(await answer({ type: "object", properties: { a: { type: "integer" } } }, { model }), { a: 34 }, model);
  }
});
