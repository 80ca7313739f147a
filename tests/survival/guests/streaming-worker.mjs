// Inside workerd: streams an answer to its visitor, through one client for all of them. `GET /pages` tells the wasm's memory.
import { pages } from "./memory.mjs";
import { env } from "cloudflare:workers";
import { Qwen } from "qwen-edge";

const qwen = new Qwen({ apiKey: "sk-test", baseURL: env.UPSTREAM, maxRetries: 0 });

export default {
  async fetch(request) {
    if (new URL(request.url).pathname === "/pages") return Response.json(pages());
    const stream = await qwen.chat.completions.create({ model: "qwen-long", messages: [{ role: "user", content: "Go on" }], stream: true });
    return new Response(stream.toReadableStream());
  },
};
