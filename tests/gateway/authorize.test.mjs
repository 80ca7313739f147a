// @ts-check
/** The user's own say: when it is asked, what it may answer, and what nobody sees of it. */
import assert from "node:assert/strict";
import test from "node:test";
import { CHAT, PAGE, gateway, post, question, refusal, service } from "./harness.mjs";

test("authorize sees url and headers, and lets through by true", async (t) => {
  const { url, requests } = await service(t);
  const base = await gateway(t, {
    baseURL: url,
    authorize: async (/** @type {Request} */ request) => new URL(request.url).pathname === CHAT && request.headers.get("authorization") === "Bearer user-7",
  });
  assert.equal((await post(base + CHAT, question, { headers: { authorization: "Bearer user-7" } })).status, 200);
  const response = await post(base + CHAT, question);
  assert.equal(response.headers.get("access-control-allow-origin"), PAGE);
  assert.deepEqual((({ status, code }) => [status, code])(await refusal(response)), [401, "unauthorized"]);
  assert.equal(requests.length, 1);
});

test("authorize may answer itself; the page can read that, too", async (t) => {
  const { url, requests } = await service(t);
  const base = await gateway(t, { baseURL: url, authorize: () => new Response("slow down", { status: 429, headers: { "retry-after": "9", vary: "cookie" } }) });
  const response = await post(base + CHAT, question);
  assert.deepEqual([response.status, await response.text()], [429, "slow down"]);
  assert.equal(response.headers.get("retry-after"), "9");
  assert.equal(response.headers.get("access-control-allow-origin"), PAGE);
  assert.equal(response.headers.get("vary"), "cookie, origin");
  assert.equal(requests.length, 0);
});

test("an authorize that throws, answers nonsense or takes the body lets nobody through", async (t) => {
  const { url, requests } = await service(t);
  const wrong = [
    () => { throw new Error("canary"); },
    () => Promise.reject(null),
    () => undefined,
    () => "yes",
    () => 1,
    async (/** @type {Request} */ request) => Boolean(await request.text()),
  ];
  for (const authorize of wrong) {
    const base = await gateway(t, { baseURL: url, authorize: /** @type {any} */ (authorize) });
    const told = await refusal(await post(base + CHAT, question));
    assert.deepEqual([told.status, told.code], [500, "authorize_failed"], String(authorize));
    assert.ok(!told.text.includes("canary"));
  }
  assert.equal(requests.length, 0);
});

test("authorize is asked after origin, path and method, before the key and the body", async (t) => {
  const { url } = await service(t);
  /** @type {string[]} */
  const order = [];
  const base = await gateway(t, {
    baseURL: url,
    authorize: (/** @type {Request} */ request) => order.push(`authorize, body ${request.bodyUsed ? "read" : "unread"}`) < 9 && false,
    apiKey: () => (order.push("key"), "sk-x"),
  });
  await post(base + CHAT, question, { headers: { origin: "https://evil.example" } });
  await post(`${base}/v1/embeddings`, question);
  await fetch(`${base}/v1/models`, { method: "PUT" });
  assert.deepEqual(order, []);
  await post(base + CHAT, question);
  assert.deepEqual(order, ["authorize, body unread"]);
});
