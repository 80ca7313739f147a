// TypeScript users of every module kind, with `skipLibCheck` off: our declarations compile wherever they land.
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { installed, run } from "./installed.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const tsc = join(root, "node_modules/.bin/tsc");

const CLIENT = `
import { APIError, Qwen, events, preload, type ChatStream } from "qwen-edge";
const qwen = new Qwen({ apiKey: "sk-types" });
export async function ask(file: File): Promise<string> {
  await preload();
  const stream: ChatStream = await qwen.ask({ documents: [file, { fileId: "file-fe-1" }, { text: "…" }], question: "?" });
  let answer = "";
  for await (const text of stream.text()) answer += text.toUpperCase();
  const { state, finish_reason } = await stream.end;
  return state === "complete" ? answer : \`\${state} \${finish_reason}\`;
}
export async function eventNames(response: Response): Promise<string[]> {
  const names: string[] = [];
  for await (const { event } of events(response)) names.push(event);
  return names;
}
export const status = (error: unknown): number | undefined => (error instanceof APIError ? error.status ?? undefined : undefined);
// @ts-expect-error a question is a string: the types are ours, not \`any\`
void qwen.ask({ documents: [], question: 7 });
`;

const EVERYTHING = `
import { createServer } from "node:http";
import { createGateway } from "qwen-edge/gateway";
import { toNodeListener } from "qwen-edge/node";
import { createEmulator } from "qwen-edge/testing";
const emulator = createEmulator({ cors: "open" });
const gateway = createGateway({ apiKey: "sk-types", fetch: emulator.fetch, allow: { models: ["qwen-long"] }, origins: ["https://page.example"] });
createServer(toNodeListener(gateway));
// @ts-expect-error models is a list: the types are ours, not \`any\`
createGateway({ apiKey: "sk-types", allow: { models: 7 } });
`;

/** `import` declarations compile to `require` in a .cts file, so it sees the types for `require`. */
const SLIM = `
import core from "qwen-edge/core.wasm";
import { Qwen, init } from "qwen-edge/slim";
void init(core).then(() => new Qwen({ apiKey: "sk-types" }));
`;

let project;
before(async () => (project = await installed()));
after(() => project?.remove());

/** Compiles the files, in a user's strictest setting, and shows what tsc says. */
async function compiles(files, module, resolution, lib, types) {
  for (const [name, text] of Object.entries(files)) await project.write(name, text);
  const options = ["--ignoreConfig", "--noEmit", "--strict", "--skipLibCheck", "false", "--target", "es2022", "--lib", lib, "--module", module, "--moduleResolution", resolution, "--types", types];
  const failed = await run(tsc, [...options, ...Object.keys(files)], { cwd: project.folder }).then(() => "", ({ stdout, message }) => stdout || message);
  assert.equal(failed, "");
}

test("a page: a bundler, the DOM, nothing of Node", () => compiles({ "page.ts": CLIENT, "slim.ts": SLIM }, "esnext", "bundler", "es2022,dom,dom.iterable,dom.asynciterable", ""));

test("Node: ES modules and CommonJS, Node's types without the DOM", async () => {
  await symlink(join(root, "node_modules/@types"), join(project.folder, "node_modules/@types")).catch(ignoreExisting);
  await symlink(join(root, "node_modules/undici-types"), join(project.folder, "node_modules/undici-types")).catch(ignoreExisting);
  for (const module of ["node16", "nodenext"]) {
    await compiles({ "client.mts": CLIENT, "all.mts": EVERYTHING, "client.cts": CLIENT, "all.cts": EVERYTHING }, module, module, "es2022", "node");
  }
});

function ignoreExisting(error) {
  if (error.code !== "EEXIST") throw error;
}
