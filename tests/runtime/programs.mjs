// Where each program of the suite is. A missing one is an error that names its cure.
import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const bin = fileURLToPath(new URL("../../node_modules/.bin/", import.meta.url));

export const chromium = () => onPath(["chromium", "chromium-browser", "google-chrome"], "apt-get install chromium");
export const firefox = () => onPath(["firefox-esr", "firefox"], "apt-get install firefox-esr");
export const workerd = () => inBin("workerd");
export const deno = () => inBin("deno");
export const bun = () => inBin("bun");

/** A current Node, beside the one that runs the tests: the npm package of the binary alone. */
export function currentNode() {
  const name = `node-${process.platform}-${process.arch}`;
  try {
    return require.resolve(`${name}/bin/node`);
  } catch {
    throw new Error(`no current Node: ${name} is not installed; the cure: npm install --no-save ${name}`);
  }
}

function onPath(names, cure) {
  for (const name of names) for (const folder of (process.env.PATH ?? "").split(delimiter)) if (runs(join(folder, name))) return join(folder, name);
  throw new Error(`${names[0]} is not on the PATH; the cure: ${cure}`);
}

function inBin(name) {
  const file = join(bin, name);
  if (!runs(file)) throw new Error(`${name} is not installed; the cure: npm install`);
  return file;
}

function runs(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
