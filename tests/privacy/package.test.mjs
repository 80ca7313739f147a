// Issue 3.7: what npm publishes holds nothing of the machine that built it, of its environment, or of our tests.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir, hostname, userInfo } from "node:os";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";
import { wordsIn } from "./canaries.mjs";

const pkg = fileURLToPath(new URL("../../pkg/", import.meta.url));
const repository = fileURLToPath(new URL("../../", import.meta.url));
const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: pkg, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));

/** Shorter names and values stand in any text by chance. */
const SHORTEST = 6;

/** Every published file as text: bytes are letters here. The inlined wasm is unpacked beside its module. */
const published = files.flatMap(({ path }) => {
  const text = readFileSync(pkg + path, "latin1");
  const inlined = [...text.matchAll(/"(eN[\w+/=]{1000,})"/g)].map(([, base64], at) => [`${path}, inlined wasm ${at}`, inflateSync(Buffer.from(base64, "base64")).toString("latin1")]);
  return [[path, text], ...inlined];
});

const holding = (pattern) => published.filter(([, text]) => (typeof pattern === "string" ? text.includes(pattern) : pattern.test(text))).map(([path]) => path);

test("the inlined wasm is looked into", () => {
  for (const bundle of [/^dist\/chunk-\w+\.js, inlined wasm/, /^dist\/index\.cjs, inlined wasm/]) assert.ok(published.some(([path]) => bundle.test(path)), String(bundle));
});

test("no canary of the tests and no key", () => {
  assert.deepEqual(published.filter(([, text]) => wordsIn(text).length > 0), []);
  assert.deepEqual(holding(/\bsk-[\w-]{12,}/), []);
});

test("no source map, inline or beside", () => {
  assert.deepEqual(holding(/sourceMappingURL|"mappings"\s*:|sourcesContent/), []);
  assert.deepEqual(files.filter(({ path }) => path.endsWith(".map")), []);
});

test("no path and no name of the machine", () => {
  const paths = [repository.slice(0, -1), `${homedir()}/`, `/${userInfo().username}/`];
  for (const name of [...paths, hostname()].filter(({ length }) => length >= SHORTEST)) assert.deepEqual(holding(name), [], name);
});

test("nothing of the environment", () => {
  const secret = /KEY|TOKEN|SECRET|PASS|CREDENTIAL|AUTH|REGISTRY|PROXY|HOST|USER|HOME|PWD/i;
  const values = Object.entries(process.env).filter(([name, value]) => secret.test(name) && !name.startsWith("npm_package_") && (value ?? "").length >= SHORTEST);
  for (const [name, value] of values) assert.deepEqual(holding(String(value)), [], `the value of ${name}`);
});

test("the key's variable is read when the program runs, not when the package is built", () => {
  const holders = holding("DASHSCOPE_API_KEY").filter((path) => /^dist\/(chunk-\w+\.js|index\.cjs)$/.test(path)).map((path) => path.replace(/-\w+/, ""));
  assert.deepEqual(holders.sort(), ["dist/chunk.js", "dist/chunk.js", "dist/index.cjs"]); // those of `index` and of `slim`
});
