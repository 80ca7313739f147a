// Issue 3.7 at the gateway: it holds the key, and what fails there is told to visitors it does not know.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createGateway } from "qwen-edge/gateway";
import { KEY, leaks, PROMPT, wordsIn } from "./canaries.mjs";
import { problem, REQUEST } from "./calls.mjs";

const allow = { models: ["qwen-plus"] };
const gateway = (options) => createGateway({ apiKey: KEY, allow, fetch: async () => problem(400), ...options });
const chat = (body = JSON.stringify(REQUEST)) => new Request("https://gate.example/v1/chat/completions", { method: "POST", headers: { "content-type": "application/json" }, body });
const raise = (text) => {
  throw new Error(text);
};

/** Everything that a visitor and the console of the gateway's owner get to see. */
async function shown(options, request = chat()) {
  const printed = [];
  const levels = /** @type {const} */ (["error", "warn", "info", "log", "debug"]);
  const before = Object.fromEntries(levels.map((level) => [level, console[level]]));
  for (const level of levels) console[level] = (...parts) => void printed.push(parts);
  try {
    const response = await gateway(options).fetch(request, { SECRET: KEY });
    return { status: response.status, found: [...wordsIn(await response.text().catch(String)), ...wordsIn(JSON.stringify([...response.headers])), ...leaks(printed)] };
  } finally {
    Object.assign(console, before);
  }
}

const broken = () => new Response(new ReadableStream({ pull: () => raise(`the socket of ${KEY}`) }), { headers: { "content-type": "text/event-stream" } });

/** Name -> options, status. */
const FAILURES = {
  "the service refuses": [{}, 400],
  "the service cannot be reached, and the error quotes the request": [{ fetch: async (_, init) => raise(`${new Headers(init.headers).get("authorization")} ${init.body}`) }, 502],
  "the service redirects to an address with the key": [{ fetch: async () => new Response(null, { status: 302, headers: { location: `https://x.example/?key=${KEY}` } }) }, 502],
  "the service's headers hold the key": [{ fetch: async () => problem(400, "no", {}, { "x-debug": KEY, "set-cookie": `key=${KEY}`, authorization: KEY }) }, 400],
  "the service's error quotes the key": [{ fetch: async () => problem(401, `Incorrect API key provided: ${KEY}`, { code: KEY }, { "x-request-id": KEY }) }, 401],
  "the service's body breaks, and the error quotes the key": [{ fetch: async () => broken() }, 200],
  "`authorize` throws with the key": [{ authorize: () => raise(KEY) }, 500],
  "`apiKey` throws with the key": [{ apiKey: () => raise(KEY) }, 500],
  "the key has characters that no header may": [{ apiKey: `${KEY}\n${KEY}` }, 500],
};

for (const [name, [options, status]] of Object.entries(FAILURES))
  test(name, async () => assert.deepEqual(await shown(options), { status, found: [] }));

test("a request that is no JSON is not quoted", async () => {
  assert.deepEqual(await shown({}, chat(`{ "messages": "${PROMPT}`)), { status: 400, found: [] });
});

test("a model that is not allowed is not quoted", async () => {
  assert.deepEqual(await shown({}, chat(JSON.stringify({ ...REQUEST, model: PROMPT }))), { status: 403, found: [] });
});

test("the gateway itself shows no key, nor does the error of wrong options", () => {
  assert.deepEqual(leaks(gateway({})), []);
  for (const wrong of [{ baseURL: `https://user:${KEY}@service.example` }, { apiKey: { key: KEY } }, { limits: { bodyBytes: KEY } }])
    assert.throws(() => gateway(wrong), (error) => (assert.deepEqual(leaks(error), []), true));
});
