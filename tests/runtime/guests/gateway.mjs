// Starts a program with the gateway inside: `{ origin, stop }`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startWorker } from "./workerd.mjs";

const SERVE = fileURLToPath(new URL("gateway-serve.mjs", import.meta.url));

/** @param {() => string} program @param {string[]} [flags] */
export function gatewayProcess(program, flags = []) {
  return async (upstream) => {
    const child = spawn(program(), [...flags, SERVE, upstream], { stdio: ["ignore", "pipe", "inherit"] });
    const exit = once(child, "exit");
    for await (const port of createInterface({ input: child.stdout }))
      return {
        origin: `http://127.0.0.1:${port}`,
        async stop() {
          child.kill("SIGKILL");
          await exit;
        },
      };
    throw new Error("the gateway ended before it listened; its reason stands above");
  };
}

export function gatewayWorker(upstream) {
  return startWorker("guests/gateway-worker.mjs", { UPSTREAM: upstream, DASHSCOPE_API_KEY: "sk-held-by-the-gateway" });
}
