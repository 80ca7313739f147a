// @ts-check
/** The value that grows while JSON arrives: operations as the core tells them (tests/partial_json.rs), applied. */
import assert from "node:assert/strict";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

// No name of the package leads here.
const source = fileURLToPath(new URL("../../pkg/src/streams/partial-json.ts", import.meta.url));
const { outputFiles } = await build({ entryPoints: [source], format: "esm", write: false });
/** @type {typeof import("../../pkg/src/streams/partial-json.js")} */
const { Growing } = await import(`data:text/javascript,${encodeURIComponent(/** @type {any} */ (outputFiles)[0].text)}`);

const OBJECT = 16;
const ARRAY = 17;
const KEY = 18;
const BEGIN = 19;
const PIECE = 20;
const END = 21;
const SCALAR = 22;
const CLOSE = 23;

/** @typedef {[number, string?]} Operation */

/** The operations of a value, its strings in pieces of two characters. @param {unknown} value @returns {Operation[]} */
function operations(value) {
  if (typeof value === "string") return [[BEGIN], ...Array.from(value.match(/..?/gsu) ?? [], (piece) => /** @type {Operation} */ ([PIECE, piece])), [END]];
  if (Array.isArray(value)) return [[ARRAY], ...value.flatMap(operations), [CLOSE]];
  if (typeof value !== "object" || value === null) return [[SCALAR, JSON.stringify(value)]];
  return [[OBJECT], ...Object.entries(value).flatMap(([key, value]) => [/** @type {Operation} */ ([KEY, key]), ...operations(value)]), [CLOSE]];
}

/** @param {Operation[]} all */
function grow(all) {
  const growing = new Growing();
  for (const [tag, text = ""] of all) growing.apply(tag, text);
  return growing.value;
}

test("any value grows to what JSON.parse gives", () => {
  for (const text of [
    "null", "-1.5e3", '""', '"a longer text, and 😀"', "[]", "{}", '[1,"abc",[],{},[["x"],null],true]',
    '{"a":{"b":["one","two",{"c":"three"}],"d":"four"},"e":"five","":{"":[0]}}',
    '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":"text"},"toString":"abc"}', '{"__proto__":"grows","b":[{"__proto__":["too"]}]}',
  ]) {
    const value = JSON.parse(text);
    assert.equal(JSON.stringify(grow(operations(value))), JSON.stringify(value));
    assert.deepEqual(grow(operations(value)), value);
  }
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test("each step shows what has come, in the same object", () => {
  const growing = new Growing();
  assert.equal(growing.value, undefined);
  growing.apply(OBJECT, "");
  const first = growing.value;
  /** @type {[number, string, unknown][]} */
  const steps = [
    [KEY, "a", {}],
    [BEGIN, "", { a: "" }],
    [PIECE, "Hang", { a: "Hang" }],
    [PIECE, "zhou", { a: "Hangzhou" }],
    [END, "", { a: "Hangzhou" }],
    [KEY, "b", { a: "Hangzhou" }],
    [ARRAY, "", { a: "Hangzhou", b: [] }],
    [SCALAR, "1", { a: "Hangzhou", b: [1] }],
    [BEGIN, "", { a: "Hangzhou", b: [1, ""] }],
    [PIECE, "x", { a: "Hangzhou", b: [1, "x"] }],
    [END, "", { a: "Hangzhou", b: [1, "x"] }],
    [CLOSE, "", { a: "Hangzhou", b: [1, "x"] }],
    [KEY, "c", { a: "Hangzhou", b: [1, "x"] }],
    [SCALAR, "null", { a: "Hangzhou", b: [1, "x"], c: null }],
    [CLOSE, "", { a: "Hangzhou", b: [1, "x"], c: null }],
  ];
  for (const [tag, text, value] of steps) {
    growing.apply(tag, text);
    assert.deepEqual(growing.value, value);
    assert.equal(growing.value, first);
  }
});

test("of equal keys the last wins, at the place of the first", () => {
  const value = grow([[OBJECT], [KEY, "a"], [SCALAR, "1"], [KEY, "b"], [SCALAR, "2"], [KEY, "a"], [BEGIN], [PIECE, "last"], [END], [CLOSE]]);
  assert.equal(JSON.stringify(value), JSON.stringify(JSON.parse('{"a":1,"b":2,"a":"last"}')));
  const proto = grow([[OBJECT], [KEY, "__proto__"], [SCALAR, "1"], [KEY, "__proto__"], [OBJECT], [CLOSE], [CLOSE]]);
  assert.equal(JSON.stringify(proto), '{"__proto__":{}}');
  assert.equal(Object.getPrototypeOf(proto), Object.prototype);
});

test("ten thousand levels need no stack", () => {
  const deep = 10_000;
  let value = grow([...Array(deep).fill([ARRAY]), ...Array(deep).fill([CLOSE])]);
  let levels = 0;
  for (; Array.isArray(value); value = value[0]) levels++;
  assert.equal(levels, deep);
});
