// The package as a user gets it: packed by npm, and installed from the tarball into an empty project.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const run = promisify(execFile);

const pkg = fileURLToPath(new URL("../../pkg/", import.meta.url));

/** @typedef {{ path: string, size: number }} PackedFile */

/**
 * A project of its own in a temporary folder, with `qwen-edge` as its only dependency. `--offline`: the tarball must
 * need nothing from anywhere.
 * @returns {Promise<{ folder: string, packed: PackedFile[], write(name: string, text: string): Promise<string>, remove(): Promise<void> }>}
 */
export async function installed() {
  const folder = await mkdtemp(join(tmpdir(), "qwen-edge-installed-"));
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: pkg });
  const [{ filename, files }] = JSON.parse(stdout);
  await writeFile(join(folder, "package.json"), '{ "name": "a-users-project", "private": true, "type": "module" }');
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", `./${filename}`], { cwd: folder });
  return {
    folder,
    packed: files,
    async write(name, text) {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
