// The gateway as a Worker. The key is a binding, as in production; the service's address is one only because it differs from test to test.
import { env } from "cloudflare:workers";
import { createGateway } from "qwen-edge/gateway";
import { GATEWAY } from "../gateway-options.mjs";

export default createGateway({ ...GATEWAY, apiKey: ({ DASHSCOPE_API_KEY }) => DASHSCOPE_API_KEY, baseURL: env.UPSTREAM });
