// Hosts are regions, and regions lack things (reference 1.1, 1.2, 16.6, 16.7, 21).
import assert from "node:assert/strict";
import test from "node:test";
import { batchService, jsonl, line } from "./batch.mjs";
import { KEY, service, user } from "./service.mjs";

const HOSTS = {
  beijing: "dashscope.aliyuncs.com",
  singapore: "dashscope-intl.aliyuncs.com",
  virginia: "dashscope-us.aliyuncs.com",
  frankfurt: "ws1.eu-central-1.maas.aliyuncs.com",
  hongkong: "cn-hongkong.dashscope.aliyuncs.com",
  tokyo: "ws1.ap-northeast-1.maas.aliyuncs.com",
  "a workspace in Singapore": "ws1.ap-southeast-1.maas.aliyuncs.com",
  "a host of nobody": "127.0.0.1:8787",
};

/** Calls to one host. */
function at(host, emulator = service()) {
  const base = `https://${HOSTS[host] ?? host}/compatible-mode/v1`;
  const headers = { authorization: `Bearer ${KEY}` };
  const get = (path) => emulator.fetch(base + path, { headers });
  const post = (path, body) => emulator.fetch(base + path, { method: "POST", headers, body: JSON.stringify(body) });
  const upload = (purpose, content = "x") => {
    const body = new FormData();
    body.set("file", new File([content], "a.jsonl"));
    body.set("purpose", purpose);
    return emulator.fetch(`${base}/files`, { method: "POST", headers, body });
  };
  const chat = (model, more) => post("/chat/completions", { model, messages: [user("Hi")], ...more });
  return { get, post, upload, chat };
}

const everywhere = Object.keys(HOSTS);
const beijing = ["beijing", "a host of nobody"];
const batches = [...beijing, "singapore", "a workspace in Singapore"];

for (const host of everywhere) {
  const has = (regions) => (regions.includes(host) ? 200 : 404);

  test(`${host}: chat everywhere, Qwen-Long in Beijing, -us models in Virginia`, async () => {
    const { chat } = at(host);
    const seen = {};
    for (const model of ["qwen-plus", "qwen-long", "qwen-plus-us"]) seen[model] = (await chat(model)).status;
    assert.deepEqual(seen, { "qwen-plus": 200, "qwen-long": has(beijing), "qwen-plus-us": has(["virginia"]) });
  });

  test(`${host}: /completions, documents and batches where they are`, async () => {
    const { get, post, upload } = at(host);
    const completion = await post("/completions", { model: "qwen2.5-coder-7b-instruct", prompt: "def f():" });
    const list = await get("/batches");
    const files = await get("/files");
    assert.deepEqual([completion.status, list.status, files.status], [has(beijing), has(batches), has(batches)]);
    for (const response of [completion, list, files]) if (response.status === 404) assert.equal(await response.text(), "");
    assert.equal((await upload("batch")).status, has(batches));
    assert.equal((await upload("file-extract")).status === 200, beijing.includes(host));
  });
}

test("a model that a region lacks is one that does not exist, as JSON even to a stream", async () => {
  const response = await at("singapore").chat("qwen-long", { stream: true });
  assert.equal(response.status, 404);
  const { error } = await response.json();
  assert.deepEqual([error.code, error.message], ["model_not_found", "The model qwen-long does not exist or you do not have access to it."]);
});

test("a region lists the models that it has", async () => {
  const ids = async (host) => (await (await at(host).get("/models")).json()).data.map(({ id }) => id);
  assert.ok((await ids("beijing")).includes("qwen-long"));
  const singapore = await ids("singapore");
  assert.ok(singapore.includes("qwen-plus"));
  assert.ok(!singapore.some((id) => /^qwen-(long|doc|math)/.test(id)));
});

test("Singapore's batches take three models", async () => {
  const emulator = batchService();
  const { upload, post, get } = at("singapore", emulator);
  const end = async (model) => {
    const { id } = await (await upload("batch", jsonl([line("1", "Hi", { body: { model } })]))).json();
    let batch = await (await post("/batches", { input_file_id: id, endpoint: "/v1/chat/completions", completion_window: "24h" })).json();
    while (!["completed", "failed"].includes(batch.status)) batch = await (await get(`/batches/${batch.id}`)).json();
    return batch;
  };
  assert.equal((await end("qwen-turbo")).status, "completed");
  assert.equal((await end("qwen-flash")).errors.data[0].message, "The provided model qwen-flash is not supported by the Batch API.");
});

test("the host of Batch Chat has chat and nothing else, and answers in the short form", async () => {
  const { chat, get } = at("batch.dashscope.aliyuncs.com");
  assert.equal((await get("/files")).status, 404);
  assert.equal((await get("/models")).status, 404);
  const response = await chat("qwen-plus");
  assert.equal(response.status, 200);
  const completion = await response.json();
  assert.deepEqual(Object.keys(completion), ["created", "usage", "model", "id", "choices", "object"]);
  assert.deepEqual(Object.keys(completion.choices[0]), ["finish_reason", "index", "message"]);
});

const bound = (host) => at(host, service({ keys: [{ key: KEY, region: "ap-southeast-1" }, "sk-other"] }));

test("a key that is bound to a region is wrong in every other", async () => {
  assert.equal((await bound("singapore").chat("qwen-plus")).status, 200);
  assert.equal((await bound("a workspace in Singapore").get("/models")).status, 200);
  for (const host of ["beijing", "virginia", "a host of nobody"]) {
    const response = await bound(host).chat("qwen-plus");
    assert.equal(response.status, 401);
    assert.equal((await response.json()).error.code, "invalid_api_key");
  }
});

test("a temporary key is bound as the key that it came from", async () => {
  const { fetch } = service({ keys: [{ key: KEY, region: "us-east-1" }] });
  const bearer = (key) => ({ headers: { authorization: `Bearer ${key}` } });
  const issue = (host) => fetch(`https://${host}/api/v1/tokens`, { method: "POST", ...bearer(KEY) });
  assert.equal((await issue(HOSTS.beijing)).status, 401);
  const { token } = await (await issue(HOSTS.virginia)).json();
  const models = async (host) => (await fetch(`https://${host}/compatible-mode/v1/models`, bearer(token))).status;
  assert.deepEqual([await models(HOSTS.virginia), await models(HOSTS.beijing)], [200, 401]);
});

test("an emulator with a key in an unknown region is not made", () => {
  assert.throws(() => service({ keys: [{ key: KEY, region: "singapore" }] }), /unknown region singapore; known are cn-beijing, /);
});
