// A Worker bundled as wrangler does it - its conditions, the wasm a module beside the script - in real workerd.
import { build } from "esbuild";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, afterEach, before, test } from "node:test";
import * as programs from "../runtime/programs.mjs";
import { installed } from "./installed.mjs";
import { QUESTION, isAnswered, startService } from "./service.mjs";

let project, service, worker;
before(async () => {
  service = await startService();
  project = await installed();
});
afterEach(() => worker?.kill("SIGKILL"));
after(async () => {
  await project?.remove();
  await service?.close();
});

const WAYS = {
  workerd: { conditions: ["workerd", "worker", "browser"] },
  // Vercel's and Next's edge functions: their bundlers know `?module`, and their isolates too take the wasm as a module.
  "edge-light": { conditions: ["edge-light", "browser"], plugins: [{ name: "?module", setup: resolveModuleQuery }] },
};

for (const [name, way] of Object.entries(WAYS)) {
  test(`a Worker bundled for ${name} asks and streams the answer`, async () => {
    const entry = await project.write("worker.mjs", `
      import { Qwen } from "qwen-edge";${QUESTION}
      export default { fetch: async (request, env) => new Response(await question(Qwen, env.SERVICE)) };`);
    const outdir = join(project.folder, name);
    await build({ entryPoints: [entry], bundle: true, format: "esm", platform: "browser", loader: { ".wasm": "copy" }, outdir, logLevel: "error", ...way });

    const wasm = (await readdir(outdir)).filter((file) => file.endsWith(".wasm"));
    assert.equal(wasm.length, 1, "the wasm is one module beside the script");
    await project.write(`${name}/config.capnp`, config(wasm[0]));
    worker = spawn(programs.workerd(), ["serve", "--control-fd=3", "config.capnp"], { cwd: outdir, stdio: ["ignore", "inherit", "inherit", "pipe"] });
    const response = await fetch(`http://127.0.0.1:${await portOf(worker)}`);
    isAnswered(await response.text());
  });
}

function resolveModuleQuery({ onResolve }) {
  onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path.replace("?module", "")) }));
}

/** workerd tells its port on the control descriptor; one that ends before has said why on stderr. */
async function portOf(child) {
  const [line] = await once(createInterface({ input: child.stdio[3] }), "line", { signal: AbortSignal.timeout(30_000) });
  return JSON.parse(line).port;
}

const config = (wasm) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "internet", network = (allow = ["private", "local"]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js"), (name = "${wasm}", wasm = embed "${wasm}")],
  bindings = [(name = "SERVICE", text = "${service.baseURL}")],
  compatibilityDate = "2026-11-01",
);
`;
