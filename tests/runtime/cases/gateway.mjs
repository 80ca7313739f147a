// The client without a key, behind `qwen-edge/gateway`. From pages the CORS is the gateway's own: the page's origin differs from the gateway's.
import { answer } from "../wire.mjs";
import { ALPHA, ASK_ALPHA, textFile } from "./leases.mjs";

const GATEWAY = { origins: ["*"], allow: { models: ["qwen-long", "qwen-plus"], files: true } };
const STREAMED = { model: "qwen-plus", messages: [{ role: "user", content: "Hello" }], stream: true };

function keyless(env, peer) {
  return new env.lib.Qwen({ baseURL: peer.baseURL, maxRetries: 0 });
}

export const gatewayCases = {
  async "a document is asked through the gateway, and the key is the gateway's"(t, env) {
    const peer = await env.peer({ emulator: {}, gateway: GATEWAY });
    const stream = await keyless(env, peer).ask({ documents: [textFile(ALPHA, "alpha.txt")], question: ASK_ALPHA });
    t.inOrder(await stream.finalContent(), ["two years"], "the answer");
    t.ok(typeof stream.requestId === "string" && stream.requestId.length > 8, "the request id is readable through the gateway");
    const { requests } = await peer.seen();
    t.ok(requests.length >= 2 && requests.every((request) => request.headers.authorization === "Bearer sk-held-by-the-gateway"), "every request has the gateway's key");
  },

  async "what the gateway does not allow is a typed error in the client"(t, env) {
    const peer = await env.peer({ emulator: {}, gateway: { ...GATEWAY, allow: { models: ["qwen-long"], files: ["create"] } } });
    const qwen = keyless(env, peer);
    const error = await t.rejects(qwen.chat.completions.create({ ...STREAMED, model: "qwen-max" }), env.lib.PermissionDeniedError);
    t.equal(error.code, "model_not_allowed");
    const route = await t.rejects(qwen.files.retrieve("file-fe-6e6503dbb28cf065b66a9e9f"), env.lib.PermissionDeniedError);
    t.equal(route.code, "route_not_allowed");
    t.equal((await peer.seen()).requests.length, 0, "requests that reached the service");
  },

  async "a page that asks the service itself is told about the gateway"(t, env) {
    if (!env.inPage) t.skip("only in pages");
    const peer = await env.peer({ emulator: { cors: "strict" }, cors: "strict" });
    const error = await t.rejects(peer.client().chat.completions.create(STREAMED), env.lib.APIConnectionError);
    t.ok(/gateway/i.test(error.message), error.message);
  },

  async "break through the gateway closes the service's stream"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ tokens: 5 }] }], gateway: GATEWAY });
    for await (const _ of (await keyless(env, peer).chat.completions.create(STREAMED)).text()) break;
    const { upstream } = await peer.sees((now) => now.upstream.closed === 1, "the service sees that nobody listens");
    t.ok(upstream.tokens < 400, `the service generated only ${upstream.tokens} tokens`);
  },

  async "an answer that is cut behind the gateway is no success before it"(t, env) {
    const cut = answer("It is two", " years.").split("\n\n").slice(0, 2).join("\n\n") + "\n\n";
    const peer = await env.peer({ answers: [{ body: [{ text: cut, pause: 30 }], ending: "cut" }], gateway: GATEWAY });
    const stream = await keyless(env, peer).chat.completions.create(STREAMED);
    await t.rejects(stream.finalContent(), env.lib.TruncatedStreamError);
  },
};
