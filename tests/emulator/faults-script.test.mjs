// The script of faults: whose turn it is, and what no script can say.
import assert from "node:assert/strict";
import test from "node:test";
import { createEmulator } from "./load.mjs";
import { QUESTION, STREAM, faulty } from "./faulty.mjs";

/** The names are public: whoever renames one breaks somebody's tests. */
const NAMES = `
  network-error stall-before-headers stall-after-headers empty-body truncate reset slow-bytes
  stall stall-mid-event keep-alives truncate-between-events no-done done-without-finish invalid-json-event
  error-frame flat-error-frame named-error-event error-finish
  html-page json-error wrong-content-type partial-response
  invalid-api-key arrearage data-inspection-failed access-denied model-not-found empty-404 conflict request-timeout limit-requests
  insufficient-quota limit-burst-rate billing-overdue internal-error response-timeout model-serving-error model-unavailable html-502
  trailing-brace leaked-call file-parsing status-as-event`.trim().split(/\s+/);

/** The statuses of so many plain calls, one after the other. */
async function statuses(count, call) {
  const seen = [];
  for (let i = 0; i < count; i += 1) seen.push((await call()).status);
  return seen;
}

test("each request takes the first entry with times left, and then the emulator behaves", async () => {
  const { chat, requests } = faulty(["limit-requests", { fault: "internal-error", times: 2 }, { fault: "html-502" }]);
  assert.deepEqual(await statuses(6, () => chat(QUESTION)), [429, 500, 500, 502, 200, 200]);
  assert.deepEqual(requests.map(({ fault }) => fault), ["limit-requests", "internal-error", "internal-error", "html-502", null, null]);
});

test("requests that come at once take an entry each", async () => {
  const { chat } = faulty(["limit-requests", "truncate", "internal-error"]);
  const responses = await Promise.all([1, 2, 3, 4].map(() => chat(QUESTION)));
  assert.deepEqual(responses.map(({ status }) => status), [429, 200, 500, 200]);
  assert.ok(JSON.parse(await responses[3].text()));
  await assert.rejects(async () => JSON.parse(await responses[1].text()), SyntaxError);
});

test('"always" has no end', async () => {
  const { chat } = faulty({ fault: "conflict", times: "always" });
  assert.deepEqual(new Set(await statuses(50, () => chat(QUESTION))), new Set([409]));
});

test("an entry with a path waits for it, and lets later entries go first", async () => {
  const { chat, upload, get } = faulty([{ fault: "html-502", path: "/files" }, { fault: "conflict", path: "/chat/completions" }, "limit-requests"]);
  assert.deepEqual(await statuses(1, () => chat(QUESTION)), [409]);
  assert.deepEqual(await statuses(2, () => get("/models")), [429, 200]);
  assert.deepEqual(await statuses(2, () => upload("a.txt", "x")), [502, 200]);
});

test("a path is the end of one", async () => {
  const { get, file } = faulty({ fault: "conflict", path: "/files", times: "always" });
  assert.equal((await get("/files?limit=3")).status, 409);
  assert.equal((await get("/files/file-fe-none")).status, 404);
  await assert.rejects(file("a.txt", "x"));
});

test("what the service refuses by itself takes no entry", async () => {
  const { chat, get, fetch, requests } = faulty(["truncate", { fault: "stall", times: 3 }], { parsing: { answers: 1 } });
  assert.equal((await chat({ ...STREAM, model: "unknown" })).status, 404);
  assert.equal((await chat("no JSON")).status, 400);
  assert.equal((await get("/files/file-fe-none")).status, 404, "an error that is thrown, not returned");
  assert.equal((await get("/nothing")).status, 404);
  assert.equal((await get("/chat/completions")).status, 400);
  assert.equal((await fetch("https://dashscope.aliyuncs.com/compatible-mode/v1/models")).status, 401);
  assert.deepEqual(new Set(requests.map(({ fault }) => fault)), new Set([null]));
  await (await chat(QUESTION)).text();
  assert.equal(requests.at(-1).fault, "truncate");
});

test("a wrong key is refused as such, whatever the script says", async () => {
  const { fetch, requests } = faulty({ fault: "internal-error", times: "always" });
  const headers = { authorization: "Bearer sk-bad" };
  assert.equal((await fetch("https://dashscope.aliyuncs.com/compatible-mode/v1/models", { headers })).status, 401);
  assert.equal(requests[0].fault, null);
});

test("a refusal comes before the service looks at the request, whatever is wrong with that", async () => {
  const { chat, requests } = faulty(["limit-requests", "arrearage"]);
  assert.deepEqual([(await chat({ ...STREAM, model: "unknown" })).status, (await chat("no JSON")).status], [429, 400]);
  assert.deepEqual(requests.map(({ fault }) => fault), ["limit-requests", "arrearage"]);
});

test("a file that is still read delays the script, not the other way round", async () => {
  const { file, chat } = faulty("truncate-between-events", { parsing: { answers: 1 } });
  const messages = [QUESTION.messages[0], { role: "system", content: `fileid://${await file("a.txt", "The bridge is long.")}` }, QUESTION.messages[2]];
  assert.equal((await chat({ ...STREAM, messages })).status, 400);
  const cut = await (await chat({ ...STREAM, messages })).text();
  assert.ok(!cut.includes("[DONE]"));
  assert.match(await (await chat({ ...STREAM, messages })).text(), /\[DONE\]\n\n$/);
});

test("reset starts the script anew", async () => {
  const { chat, reset, requests } = faulty([{ fault: "conflict", times: 2 }]);
  assert.deepEqual(await statuses(3, () => chat(QUESTION)), [409, 409, 200]);
  reset();
  assert.deepEqual(await statuses(3, () => chat(QUESTION)), [409, 409, 200]);
  assert.equal(requests.length, 3);
});

test("an answer that is under way at a reset gives nothing back to the new script", async () => {
  const { file, get, chat, reset } = faulty("no-done", { pace: { latencyMs: 30 } });
  const id = await file("a.txt", "x");
  const messages = [QUESTION.messages[0], { role: "system", content: `fileid://${id}` }, QUESTION.messages[2]];
  const call = chat({ ...STREAM, messages });
  void get(`/files/${id}`, { method: "DELETE" });
  await new Promise((resolve) => setTimeout(resolve, 10));
  reset();
  assert.equal((await call).status, 400, "its file went away under its hands, so its fault did not happen");
  const done = [];
  for (let i = 0; i < 3; i += 1) done.push((await (await chat(STREAM)).text()).includes("[DONE]"));
  assert.deepEqual(done, [false, true, true]);
});

test("a script is plain JSON", async () => {
  const script = ["limit-requests", { fault: "truncate", times: "always", path: "/chat/completions", afterEvents: 4 }, { fault: "conflict", retryAfter: "1" }];
  const { chat } = faulty(JSON.parse(JSON.stringify(script)));
  assert.deepEqual(await statuses(2, () => chat(QUESTION)), [429, 200]);
});

test("an unknown name is refused with the known ones", () => {
  assert.throws(() => createEmulator({ faults: ["tuncate"] }), (error) => {
    assert.ok(error instanceof RangeError);
    const [, unknown, known] = /^createEmulator: unknown fault "(.+)"; known are (.+)$/.exec(error.message);
    assert.equal(unknown, "tuncate");
    assert.deepEqual(known.split(", ").sort(), [...NAMES].sort());
    return true;
  });
});

for (const [what, faults, message] of [
  ["no list", "truncate", /faults must be a list/],
  ["no name", [{}], /unknown fault undefined/],
  ["null", [null], /unknown fault null/],
  ["a name of every object", ["toString"], /unknown fault "toString"/],
  ["times of 0", [{ fault: "truncate", times: 0 }], /truncate: times must be a whole number from 1, or "always", got 0/],
  ["times of a half", [{ fault: "truncate", times: 1.5 }], /times must be/],
  ["times as text", [{ fault: "truncate", times: "2" }], /times must be .* got "2"/],
  ["endless times", [{ fault: "truncate", times: Infinity }], /times must be .*"always"/],
  ["a path without its slash", [{ fault: "truncate", path: "files" }], /path must be .* got "files"/],
  ["no events but a number below none", [{ fault: "truncate", afterEvents: -1 }], /afterEvents must be a whole number from 0, got -1/],
  ["a number to wait", [{ fault: "conflict", retryAfter: 2 }], /retryAfter must be the text of a header, got 2/],
  ["two lines to wait", [{ fault: "conflict", retryAfterMs: "1\r\nx: y" }], /retryAfterMs must be the text of a header/],
  ["a detail of other faults", [{ fault: "conflict", afterEvents: 2 }], /conflict takes no afterEvents; it takes times, path, retryAfter, retryAfterMs/],
  ["another detail of other faults", [{ fault: "stall", retryAfter: "2" }], /stall takes no retryAfter; it takes times, path, afterEvents/],
  ["a field that nothing knows", [{ fault: "network-error", time: 2 }], /network-error takes no time; it takes times, path$/],
]) {
  test(`a script with ${what} is refused`, () => {
    assert.throws(() => createEmulator({ faults }), (error) => error instanceof RangeError && message.test(error.message));
  });
}

test("every name makes a script, alone and with all that its message says it takes", () => {
  for (const fault of NAMES) {
    assert.ok(createEmulator({ faults: [fault] }));
    assert.throws(() => createEmulator({ faults: [{ fault, nothing: 1 }] }), (error) => {
      const values = { times: 2, path: "/files", afterEvents: 1, retryAfter: "1", retryAfterMs: "1" };
      const fields = error.message.split("it takes ")[1].split(", ");
      assert.ok(createEmulator({ faults: [{ fault, ...Object.fromEntries(fields.map((field) => [field, values[field]])) }] }));
      return true;
    });
  }
});
