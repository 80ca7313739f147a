// Issue 3.7, at its hardest: a service, or a proxy before it, that quotes the whole request in its error.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { event } from "../runtime/wire.mjs";
import { KEY, leaks, wordsIn } from "./canaries.mjs";
import { client, file, plain, problem, read, REQUEST } from "./calls.mjs";

/** What such a proxy has to say: the headers and the body, the latter as JSON in its own text. */
const quoted = (init) => `I refuse ${JSON.stringify([...new Headers(init.headers)])} ${typeof init.body === "string" ? init.body : ""}`;
/** The texts by themselves. */
const told = (init) => (typeof init.body === "string" ? JSON.parse(init.body).messages.map(({ content }) => content?.[0]?.text ?? content ?? "").join(" | ") : "");
const key = (init) => new Headers(init.headers).get("authorization") ?? "";

/** Name -> what comes back. */
const ANSWERS = {
  "in the message": (init) => problem(400, quoted(init)),
  "in the message, word for word": (init) => problem(400, told(init)),
  "in code, type and param": (init) => problem(400, "no", { code: quoted(init), type: key(init), param: told(init) }),
  "in a flat error": (init) => Response.json({ code: key(init), message: quoted(init) }, { status: 500 }),
  "in the request id": (init) => Response.json({ error: { message: "no" }, request_id: key(init) }, { status: 400 }),
  "in the headers": (init) => problem(400, "no", {}, { "x-request-id": key(init), "x-debug": key(init) }),
  "in a web page": (init) => new Response(`<html>${quoted(init)}</html>`, { status: 502, headers: { "content-type": "text/html" } }),
  "in the content type": (init) => new Response("x", { status: 502, headers: { "content-type": `text/html; echo="${key(init)}"` } }),
};

/** Error frames of a stream. */
const FRAMES = {
  "in an error frame": (init) => new Response(event({ error: { message: quoted(init), code: key(init) } }), { headers: { "content-type": "text/event-stream" } }),
  "in a flat error frame": (init) => new Response(`event: error\n${event({ code: "c", message: told(init) })}`, { headers: { "content-type": "text/event-stream" } }),
  "in an error's text": (init) => new Response(event({ id: "c", choices: [{ index: 0, delta: { content: quoted(init) }, finish_reason: "error_finish" }] }), { headers: { "content-type": "text/event-stream" } }),
};

/** What a call's error, its retries and its log lines show. */
async function shown(run) {
  const retries = [];
  const lines = [];
  const write = (...parts) => void lines.push(parts);
  const options = { maxRetries: 1, maxRetryDelay: 5, onRetry: (retry) => void retries.push(retry), logger: { error: write, warn: write, info: write, debug: write }, logLevel: "debug" };
  const error = await run(options).then(
    () => assert.fail("nothing failed"),
    (thrown) => thrown,
  );
  assert.ok(lines.length > 0, "something was logged");
  return [...leaks(error), ...retries.flatMap((each) => leaks(each)), ...leaks(lines)];
}

describe("a request that is quoted", () => {
  for (const [name, answer] of Object.entries({ ...ANSWERS, ...FRAMES })) {
    if (name in ANSWERS) test(`${name}, to a plain call`, async () => assert.deepEqual(await shown((options) => plain(answer, options)), []));
    test(`${name}, to a stream`, async () => assert.deepEqual(await shown((options) => read(answer, options)), []));
  }

  test("to an upload: the key, and nothing of the file", async () => {
    assert.deepEqual(await shown((options) => client(ANSWERS["in the message"], options).documents.upload(file())), []);
  });

  test("of a caller who gives the key as a header: the key alone is quoted", async () => {
    const options = { apiKey: undefined, baseURL: "https://gate.example/v1", defaultHeaders: { authorization: `Bearer ${KEY}` } };
    const error = await plain((init) => problem(401, `No such key: ${key(init).slice("Bearer ".length)}`), options).catch((thrown) => thrown);
    assert.equal(error.name, "AuthenticationError");
    assert.deepEqual(leaks(error), []);
  });

  test("the rest of what the service says stays", async () => {
    const error = await plain((init) => problem(400, `Incorrect key ${key(init)} for model ${REQUEST.model}`)).catch((thrown) => thrown);
    assert.match(error.message, /^Incorrect key .* for model qwen-plus$/);
    assert.deepEqual(wordsIn(error.message), []);
  });
});
