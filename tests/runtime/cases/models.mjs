// `qwen.models` and `qwen.tokens`: lists whose items may be anything with an id, and keys that only the service itself gives.

const JSON_TYPE = { "content-type": "application/json" };
const json = (value, status = 200) => ({ status, headers: JSON_TYPE, body: [{ text: JSON.stringify(value) }] });

/** A client that remembers what it would have sent. */
function scripted(env, options, answer) {
  const sent = [];
  const fetch = async (url, init) => (sent.push({ url, ...init }), answer());
  return { sent, qwen: new env.lib.Qwen({ apiKey: "sk-permanent", dangerouslyAllowBrowser: true, maxRetries: 0, fetch, ...options }) };
}

export const modelCases = {
  async "the models are listed, whatever else is said of them"(t, env) {
    const data = [{ id: "qwen-plus", object: "model", created: 1, owned_by: "system" }, { id: "qwen-next" }];
    const peer = await env.peer({ answers: [json({ object: "list", data })] });
    const { models } = peer.client();
    t.same((await models.list()).data, data);
    const ids = [];
    for await (const { id } of models.list()) ids.push(id);
    t.same(ids, ["qwen-plus", "qwen-next"]);
    const { requests } = await peer.seen();
    t.same(requests.map(({ method, path }) => `${method} ${path}`), ["GET /v1/models", "GET /v1/models"]);
    const none = await env.peer({ answers: [json({ object: "list" })] });
    t.same((await none.client().models.list()).data, []);
    const strange = await env.peer({ answers: [json({ data: { "qwen-plus": {} } })] });
    t.equal((await t.rejects(strange.client().models.list(), env.lib.StreamDecodeError)).code, "malformed_body", "no list is not an empty one");
  },

  async "models are listed through a gateway that allows it"(t, env) {
    const gateway = { origins: ["*"], allow: { models: [], listModels: true } };
    const peer = await env.peer({ answers: [json({ object: "list", data: [{ id: "qwen-plus" }] })], gateway });
    const { models } = new env.lib.Qwen({ baseURL: peer.baseURL, maxRetries: 0 });
    t.equal((await models.list()).data[0].id, "qwen-plus");
    const closed = await env.peer({ answers: [json({})], gateway: { ...gateway, allow: { models: [] } } });
    await t.rejects(new env.lib.Qwen({ baseURL: closed.baseURL, maxRetries: 0 }).models.list(), env.lib.PermissionDeniedError);
  },

  async "a temporary key comes from the native side of the same service"(t, env) {
    const { sent, qwen } = scripted(env, { region: "singapore" }, () => Response.json({ token: "st-9a3k", expires_at: 1764503600 }));
    t.same(await qwen.tokens.create({ expire_in_seconds: 600 }), { token: "st-9a3k", expires_at: 1764503600 });
    t.equal((await qwen.tokens.create()).token, "st-9a3k");
    const [{ url, method, body, headers }, second] = sent;
    t.same([url, method, body ?? null], ["https://dashscope-intl.aliyuncs.com/api/v1/tokens?expire_in_seconds=600", "POST", null]);
    t.equal(new Headers(headers).get("authorization"), "Bearer sk-permanent");
    t.equal(second.url, "https://dashscope-intl.aliyuncs.com/api/v1/tokens");
  },

  async "a refused key is a typed error, in the native shape of errors too"(t, env) {
    const refusal = { code: "InvalidApiKey", message: "Invalid API-key provided.", request_id: "41c8" };
    const { qwen } = scripted(env, {}, () => Response.json(refusal, { status: 401 }));
    const error = await t.rejects(qwen.tokens.create(), env.lib.AuthenticationError);
    t.same([error.code, error.requestId], ["InvalidApiKey", "41c8"]);
    t.inOrder(error.message, ["Invalid API-key provided.", "cn-beijing"]);
  },

  async "a time out of range and a gateway's address fail before anything is sent"(t, env) {
    const { sent, qwen } = scripted(env, {}, () => Response.json({}));
    for (const expire_in_seconds of [0, 1801, 1.5, NaN, "60", null]) {
      const error = await t.rejects(qwen.tokens.create({ expire_in_seconds }), env.lib.QwenError, String(expire_in_seconds));
      t.equal(error.code, "invalid_argument");
    }
    const behind = scripted(env, { baseURL: "https://page.example/v1" }, () => Response.json({}));
    const error = await t.rejects(behind.qwen.tokens.create(), env.lib.QwenError);
    t.ok(/baseURL/.test(error.message) && /gateway/.test(error.message), error.message);
    t.equal(sent.length + behind.sent.length, 0, "requests that were sent");
  },

  async "a temporary key is a key until it expires"(t, env) {
    const peer = await env.peer({ emulator: {} });
    // The emulator's door has the service's two sides.
    const baseURL = peer.baseURL.replace(/\/v1$/, "/compatible-mode/v1");
    const { token, expires_at } = await peer.client({ baseURL }).tokens.create({ expire_in_seconds: 1 });
    const left = expires_at - Date.now() / 1000;
    t.ok(token.startsWith("st-") && left > -1 && left <= 1, `${left} s are left`);
    await t.rejects(peer.client({ baseURL, apiKey: "sk-bad" }).tokens.create(), env.lib.AuthenticationError);
    const { token: usual } = await peer.client({ baseURL }).tokens.create();
    const models = await peer.client({ baseURL, apiKey: async () => usual }).models.list();
    t.ok(models.data.some(({ id }) => id === "qwen-long"), "the models, asked for with it");
    t.ok((await peer.seen()).requests.at(-1).headers.authorization === `Bearer ${usual}`, "the key that was sent");
  },
};
