// Where calls go, and what cannot be had there.
import { answer, errorBody, wholeAnswer } from "../wire.mjs";

const CALL = { model: "qwen-plus", messages: [{ role: "user", content: "Hi" }] };

function recorded(env, options, respond = () => new Response(wholeAnswer("Hi."), { headers: { "content-type": "application/json" } })) {
  const urls = [];
  const fetch = async (url) => {
    urls.push(url);
    return respond();
  };
  return { urls, qwen: new env.lib.Qwen({ apiKey: "sk-test", dangerouslyAllowBrowser: true, fetch, maxRetries: 0, ...options }) };
}

export const regionCases = {
  async "a workspace has a host of its own in every region that has them"(t, env) {
    for (const [options, host] of [
      [{ region: "frankfurt", workspace: "ws-1" }, "ws-1.eu-central-1.maas.aliyuncs.com"],
      [{ region: "ap-northeast-1", workspace: "ws-1" }, "ws-1.ap-northeast-1.maas.aliyuncs.com"],
      [{ region: "singapore", workspace: "ws-1" }, "ws-1.ap-southeast-1.maas.aliyuncs.com"],
      [{ workspace: "ws-1" }, "ws-1.cn-beijing.maas.aliyuncs.com"],
      [{ region: "us-east-1" }, "dashscope-us.aliyuncs.com"],
      [{ region: "finance" }, "dashscope-finance.aliyuncs.com"],
    ]) {
      const { urls, qwen } = recorded(env, options);
      await qwen.chat.completions.create(CALL);
      t.same(urls, [`https://${host}/compatible-mode/v1/chat/completions`]);
    }
  },

  async "a region without an address, and a workspace that is no id, are usage errors before anything is sent"(t, env) {
    for (const options of [{ region: "frankfurt" }, { region: "tokyo" }, { region: "mars" }, { region: "finance", workspace: "ws-1" }, { workspace: "evil.example/" }, { workspace: "" }]) {
      const { urls, qwen } = recorded(env, options);
      const error = await t.rejects(qwen.chat.completions.create(CALL), env.lib.QwenError, JSON.stringify(options));
      t.equal(error.code, "invalid_argument");
      t.equal(urls.length, 0, "requests");
    }
  },

  async "what a region lacks fails with the reason, before anything is sent"(t, env) {
    const long = { ...CALL, model: "qwen-long" };
    for (const [options, call, what] of [
      [{ region: "singapore" }, (qwen) => qwen.chat.completions.create(long), ["Qwen-Long", "ap-southeast-1"]],
      [{ baseURL: "https://dashscope-us.aliyuncs.com/compatible-mode/v1" }, (qwen) => qwen.chat.completions.create({ ...CALL, model: "qwen3-omni-flash", stream: true }), ["Qwen-Omni", "us-east-1"]],
      [{ region: "virginia" }, (qwen) => qwen.completions.create({ model: "qwen-coder-turbo", prompt: "a" }), ["completions", "us-east-1"]],
      [{ region: "frankfurt", workspace: "ws-1" }, (qwen) => qwen.documents.upload(new File(["a"], "a.txt")), ["documents", "eu-central-1"]],
    ]) {
      const { urls, qwen } = recorded(env, options);
      const error = await t.rejects(call(qwen), env.lib.PreflightError, what[0]);
      t.equal(error.rule, "region");
      t.inOrder(error.message, what);
      t.equal(urls.length, 0, "requests");
    }
  },

  async "a gateway, and whoever has switched the rule off, is not judged"(t, env) {
    for (const options of [{ baseURL: "https://gateway.example/v1" }, { baseURL: "https://gateway.example/v1", region: "singapore" }, { region: "singapore", preflight: { region: false } }, {}]) {
      const { urls, qwen } = recorded(env, options);
      await qwen.chat.completions.create({ ...CALL, model: "qwen-long" });
      t.equal(urls.length, 1, JSON.stringify(options));
    }
  },

  async "a key that the service does not know may be another region's, and the error says so"(t, env) {
    const refuse = () => new Response(errorBody("invalid_api_key", "Incorrect API key provided. ", "req-k"), { status: 401, headers: { "content-type": "application/json" } });
    const message = async (options, call = CALL) => (await t.rejects(recorded(env, options, refuse).qwen.chat.completions.create(call), env.lib.AuthenticationError)).message;
    for (const call of [CALL, { ...CALL, stream: true }]) t.inOrder(await message({ region: "singapore" }, call), ["Incorrect API key provided.", "ap-southeast-1", "region"]);
    t.ok((await message({ region: "singapore" })).startsWith("Incorrect API key provided. ("), "the service speaks first");
    t.equal(await message({ baseURL: "https://gateway.example/v1" }), "Incorrect API key provided. ");
  },

  async "a streamed call goes to the workspace too"(t, env) {
    const { urls, qwen } = recorded(env, { region: "tokyo", workspace: "ws-1" }, () => new Response(answer("Hi."), { headers: { "content-type": "text/event-stream" } }));
    const stream = await qwen.chat.completions.create({ ...CALL, stream: true });
    t.equal(await stream.finalContent(), "Hi.");
    t.equal(new URL(urls[0]).host, "ws-1.ap-northeast-1.maas.aliyuncs.com");
  },
};
