// Temporary keys (reference 1.3).
import assert from "node:assert/strict";
import test from "node:test";
import { BASE, KEY, service } from "./service.mjs";

const HOST = "https://dashscope.aliyuncs.com";
const START = 1_764_503_000_000;

/** An emulator whose clock the test turns, and the call for a temporary key. */
function tokens(options) {
  const clock = { now: START };
  const emulator = service({ now: () => clock.now, ...options });
  const issue = (query = "", key = KEY, init = {}) =>
    emulator.fetch(`${HOST}/api/v1/tokens${query}`, { method: "POST", headers: { authorization: `Bearer ${key}` }, ...init });
  const models = async (key) => (await emulator.fetch(`${BASE}/models`, { headers: { authorization: `Bearer ${key}` } })).status;
  return { ...emulator, clock, issue, models };
}

test("a key is given out with the second in which it ends, and works until then", async () => {
  const { issue, models, clock } = tokens();
  const response = await issue("?expire_in_seconds=600");
  assert.equal(response.status, 200);
  const text = await response.text();
  const { token } = JSON.parse(text);
  assert.match(token, /^st-lt-v1[0-9a-f]+$/);
  assert.equal(text, `{"token":"${token}","expires_at":${START / 1000 + 600}}`);
  assert.equal(await models(token), 200);
  clock.now += 599_999;
  assert.equal(await models(token), 200);
  clock.now += 1;
  assert.equal(await models(token), 401);
});

test("it lasts a minute where nothing else is asked for", async () => {
  assert.equal((await (await tokens().issue()).json()).expires_at, START / 1000 + 60);
});

test("it is of the account that asked for it, and a key from it is too", async () => {
  const { issue, file, fetch } = tokens();
  const id = await file("a.txt", "one");
  const { token } = await (await issue()).json();
  const second = await (await issue("", token)).json();
  for (const key of [token, second.token]) {
    const response = await fetch(`${BASE}/files/${id}`, { headers: { authorization: `Bearer ${key}` } });
    assert.equal(response.status, 200);
  }
});

test("it works where only some keys are accepted", async () => {
  const { issue, models } = tokens({ keys: ["mine"] });
  const { token } = await (await issue("", "mine")).json();
  assert.deepEqual([await models(token), await models("st-other")], [200, 401]);
});

for (const query of ["0", "1801", "-1", "1.5", "soon", ""]) {
  test(`expire_in_seconds=${query} is refused in the native shape`, async () => {
    const response = await tokens().issue(`?expire_in_seconds=${query}`);
    assert.equal(response.status, 400);
    assert.deepEqual(await response.json(), {
      code: "InvalidParameter",
      message: "Range of expire_in_seconds should be [1, 1800]",
      request_id: response.headers.get("x-request-id"),
    });
  });
}

for (const seconds of [1, 1800]) {
  test(`expire_in_seconds=${seconds} is taken`, async () => {
    assert.equal((await tokens().issue(`?expire_in_seconds=${seconds}`)).status, 200);
  });
}

for (const [name, init] of [["a wrong key", { headers: { authorization: "Bearer sk-wrong" } }], ["no key", { headers: {} }]]) {
  test(`${name} is refused with the native 401, key by key`, async () => {
    const response = await tokens().issue("", KEY, init);
    assert.equal(response.status, 401);
    const id = response.headers.get("x-request-id");
    assert.equal(await response.text(), `{"code":"InvalidApiKey","message":"Invalid API-key provided.","request_id":"${id}"}`);
  });
}

test("an expired key gives out no other", async () => {
  const { issue, clock } = tokens();
  const { token } = await (await issue()).json();
  clock.now += 60_000;
  assert.equal((await issue("", token)).status, 401);
});

test("only POST gives out keys, and a preflight is refused as everywhere", async () => {
  const { issue } = tokens();
  assert.equal((await issue("", KEY, { method: "GET" })).status, 400);
  assert.equal((await issue("", KEY, { method: "OPTIONS" })).status, 401);
  assert.equal((await tokens({ cors: "open" }).issue("", KEY, { method: "OPTIONS" })).status, 204);
});

test("the call can meet faults", async () => {
  const { issue } = tokens({ faults: [{ fault: "internal-error", path: "/api/v1/tokens" }] });
  assert.deepEqual([(await issue()).status, (await issue()).status], [500, 200]);
});
