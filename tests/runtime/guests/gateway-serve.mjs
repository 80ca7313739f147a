// The gateway as a server of Node, Deno or Bun, as README and the reference say: the same handler behind each runtime's own door, its
// key a string, for only Workers pass bindings. Prints its port.
import { argv } from "node:process";
import { createGateway } from "qwen-edge/gateway";
import { GATEWAY } from "../gateway-options.mjs";

const gateway = createGateway({ ...GATEWAY, apiKey: "sk-held-by-the-gateway", baseURL: argv[2] });

console.log(await serve());

async function serve() {
  if (typeof Deno === "object") return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, gateway.fetch).addr.port;
  if (typeof Bun === "object") return Bun.serve({ ...gateway, idleTimeout: 0, port: 0, hostname: "127.0.0.1" }).port;
  const [{ createServer }, { once }, { toNodeListener }] = await Promise.all([import("node:http"), import("node:events"), import("qwen-edge/node")]);
  const http = createServer(toNodeListener(gateway)).listen(0, "127.0.0.1");
  await once(http, "listening");
  return http.address().port;
}
