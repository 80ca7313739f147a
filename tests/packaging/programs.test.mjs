// A user's program in every runtime that runs files: imported, required, and bundled. Each prints a streamed answer.
import { build } from "esbuild";
import { after, before, test } from "node:test";
import * as programs from "../runtime/programs.mjs";
import { installed, run } from "./installed.mjs";
import { QUESTION, isAnswered, startService } from "./service.mjs";

const IMPORTED = `import { Qwen } from "qwen-edge";${QUESTION}console.log(await question(Qwen, process.argv[2]));`;
const REQUIRED = `const { Qwen } = require("qwen-edge");${QUESTION}question(Qwen, process.argv[2]).then(console.log);`;

/** Every entry at once, without a network: the client, through the gateway, to the emulator. */
const CHAIN = `${QUESTION}
const gateway = createGateway({ apiKey: "sk-held", fetch: createEmulator().fetch, allow: { models: ["qwen-long"] } });
if (typeof toNodeListener(gateway) !== "function") throw new Error("no listener");
const fetch = (input, init) => gateway.fetch(new Request(input, init));
question(Qwen, "https://gateway.invalid/v1", { fetch }).then(console.log);`;
const ENTRIES = { Qwen: "qwen-edge", createGateway: "qwen-edge/gateway", createEmulator: "qwen-edge/testing", toNodeListener: "qwen-edge/node" };
const everyEntry = (/** @type {(name: string, entry: string) => string} */ load) => Object.entries(ENTRIES).map(([name, entry]) => load(name, entry)).join("\n") + CHAIN;

const SLIM = `
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Qwen, init } from "qwen-edge/slim";${QUESTION}
await init(await readFile(fileURLToPath(import.meta.resolve("qwen-edge/core.wasm"))));
console.log(await question(Qwen, process.argv[2]));`;

/** A program that has not answered by then hangs. */
const DEADLINE = 60_000;

let project, service;
before(async () => {
  service = await startService();
  project = await installed();
});
after(async () => {
  await project?.remove();
  await service?.close();
});

/** Runs `command` at the project and checks what it prints. */
async function answers(command, ...args) {
  const { stdout } = await run(command, [...args, service.baseURL], { cwd: project.folder, timeout: DEADLINE });
  isAnswered(stdout);
}

for (const [name, node] of [["this Node", () => process.execPath], ["a current Node", programs.currentNode]]) {
  test(`import in ${name}`, async () => answers(node(), await project.write("imported.mjs", IMPORTED)));
  test(`require in ${name}`, async () => answers(node(), await project.write("required.cjs", REQUIRED)));
}

test("every entry imported", async () => answers(process.execPath, await project.write("every.mjs", everyEntry((name, entry) => `import { ${name} } from "${entry}";`))));
test("every entry required", async () => answers(process.execPath, await project.write("every.cjs", everyEntry((name, entry) => `const { ${name} } = require("${entry}");`))));
test("slim, with the wasm read from qwen-edge/core.wasm", async () => answers(process.execPath, await project.write("slim.mjs", SLIM)));

test("import in Deno", async () => answers(programs.deno(), "run", "--allow-net", "--allow-read", "--no-lock", await project.write("imported.mjs", IMPORTED)));

test("import in Bun", async () => answers(programs.bun(), "run", await project.write("imported.mjs", IMPORTED)));
test("require in Bun", async () => answers(programs.bun(), "run", await project.write("required.cjs", REQUIRED)));

for (const platform of /** @type {const} */ (["browser", "node"])) {
  for (const format of /** @type {const} */ (["esm", "cjs"])) {
    test(`bundled by esbuild for ${platform} as ${format}`, async () => {
      const entry = await project.write("entry.mjs", `import { Qwen } from "qwen-edge";${QUESTION}question(Qwen, process.argv[2]).then(console.log);`);
      const outfile = `${project.folder}/bundled-${platform}.${format === "esm" ? "mjs" : "cjs"}`;
      await build({ entryPoints: [entry], bundle: true, minify: true, platform, format, outfile, logLevel: "error" });
      await answers(process.execPath, outfile);
    });
  }
}
