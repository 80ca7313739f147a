// The suite bundled with the package as a user's own bundler would do it.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** One ES module for pages, as text. */
export async function bundleForPage(entry) {
  const { outputFiles } = await build({ ...common(entry), platform: "browser", write: false, outdir: "out" });
  return outputFiles[0].text;
}

/**
 * A Worker's modules in a new folder, as wrangler makes them: its conditions, and `.wasm` files beside the script instead of inside it.
 * @returns {Promise<{ folder: string, script: string, wasm: string[], remove(): Promise<void> }>}
 */
export async function bundleForWorker(entry) {
  const folder = await mkdtemp(join(tmpdir(), "qwen-edge-worker-"));
  await build({
    ...common(entry),
    platform: "browser",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    external: ["cloudflare:*"],
    outdir: folder,
    entryNames: "worker",
  });
  const wasm = (await readdir(folder)).filter((file) => file.endsWith(".wasm"));
  return { folder, script: "worker.js", wasm, remove: () => rm(folder, { recursive: true, force: true }) };
}

function common(entry) {
  return {
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    format: /** @type {const} */ ("esm"),
    target: "es2022",
    logLevel: /** @type {const} */ ("error"),
  };
}
