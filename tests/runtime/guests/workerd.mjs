// Starts real workerd with a Worker inside: `workerd serve` with a config written here.
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { bundleForWorker } from "../bundle.mjs";
import { workerd } from "../programs.mjs";

/** What `wrangler init` would write today; workerd takes no date after its own build. */
const COMPATIBILITY_DATE = "2026-11-01";

export async function workerdGuest(server, runtime) {
  const worker = await startWorker("guests/worker.mjs");
  return {
    run: async (name) => (await fetch(worker.origin, { method: "POST", body: JSON.stringify({ name, origin: server.origin, runtime }) })).json(),
    stop: worker.stop,
  };
}

/**
 * @param {string} entry the Worker's module
 * @param {Record<string, string>} [vars] its text bindings
 * @param {string[]} [v8Flags]
 * @param {string[]} [flags] of workerd: with `--inspector-addr` the inspector's port is told
 */
export async function startWorker(entry, vars = {}, v8Flags = [], flags = []) {
  const bundle = await bundleForWorker(entry);
  await writeFile(join(bundle.folder, "config.capnp"), config(bundle, vars, v8Flags));
  const child = spawn(workerd(), ["serve", "--control-fd=3", ...flags, "config.capnp"], { cwd: bundle.folder, stdio: ["ignore", "inherit", "inherit", "pipe"] });
  const exit = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGKILL"); // at SIGTERM it would wait for the answers under way, and some never end
    await exit;
    await bundle.remove();
  };
  try {
    const { listen, "listen-inspector": inspector } = await listening(child, flags.length > 0 ? 2 : 1);
    return { origin: `http://127.0.0.1:${listen}`, inspector, pid: child.pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The ports that workerd tells on its control descriptor, by event. @returns {Promise<Record<string, number>>} */
async function listening(child, count) {
  const ports = {};
  for await (const line of createInterface({ input: child.stdio[3] })) {
    const { event, port } = JSON.parse(line);
    ports[event] = port;
    if (Object.keys(ports).length === count) return ports;
  }
  throw new Error("workerd ended before it listened; its reason stands above");
}

/** With the flag that SECURITY.md asks for: without it a Worker does not hear of a visitor who leaves in silence. */
function config({ script, wasm }, vars, v8Flags) {
  const modules = [`(name = "${script}", esModule = embed "${script}")`, ...wasm.map((file) => `(name = "${file}", wasm = embed "${file}")`)];
  const bindings = Object.entries(vars).map(([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)})`);
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
  v8Flags = ${JSON.stringify(v8Flags)},
);

const main :Workerd.Worker = (
  modules = [${modules.join(", ")}],
  bindings = [${bindings.join(", ")}],
  compatibilityDate = "${COMPATIBILITY_DATE}",
  compatibilityFlags = ["enable_request_signal"],
);
`;
}
