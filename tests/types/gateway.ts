/** Wrong gateways do not compile. Checked by `tsc`, never run. */
import { createServer } from "node:http";
import { createGateway } from "qwen-edge/gateway";
import { toNodeListener } from "qwen-edge/node";
import { createEmulator } from "qwen-edge/testing";

interface Env {
  DASHSCOPE_API_KEY: string;
  service: { fetch: typeof fetch };
}

const gateway = createGateway({
  apiKey: (env: Env) => env.DASHSCOPE_API_KEY,
  fetch: createEmulator().fetch,
  origins: ["https://app.example"],
  allow: { models: ["qwen-long"], files: ["create"] },
  limits: { bodyBytes: 1, fileBytes: 1, maxTokens: 1 },
  authorize: async (request, env) => request.headers.has("x") && env.DASHSCOPE_API_KEY !== "",
});
export const answer: Promise<Response> = gateway.fetch(new Request("https://gateway.example/v1/models"));
createServer(toNodeListener(gateway));

export const plain = createGateway({ apiKey: "sk-…", origins: "*", allow: { models: [] } });
// @ts-expect-error nothing is allowed by default, so what is must be said
createGateway({ apiKey: "sk-…", origins: [] });
// @ts-expect-error no such call
createGateway({ apiKey: "sk-…", origins: [], allow: { models: [], files: ["remove"] } });
// @ts-expect-error no such limit
createGateway({ apiKey: "sk-…", origins: [], allow: { models: [] }, limits: { maxToken: 1 } });
// @ts-expect-error the key is missing
createGateway({ origins: [], allow: { models: [] } });
