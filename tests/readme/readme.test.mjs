// @ts-check
/** Every sample of the README runs, as it stands there, and shows what a reader would expect. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { createEmulator } from "qwen-edge/testing";

const root = fileURLToPath(new URL("../../", import.meta.url));
const readme = await readFile(join(root, "README.md"), "utf8");
const samples = new Map([...readme.matchAll(/<!-- sample: (\S+) -->\n```js\n(.*?)```/gs)].map(([, name, code]) => [name ?? "", code ?? ""]));
const ran = new Set();

/** A page or a server that talks to a service: the emulator, reached as the sample's own address says. */
function world() {
  const emulator = createEmulator({ parsing: { answers: 1 } });
  /** @type {unknown[]} */
  const shown = [];
  const page = "https://page.example";
  /** @type {typeof fetch} */
  const reach = async (input, init) => {
    const url = new URL(String(input instanceof Request ? input.url : input), page);
    if (url.pathname === "/terms.pdf") return new Response("The warranty is three years.", { headers: { "content-type": "text/plain" } });
    const headers = new Headers(init?.headers);
    if (url.origin === page) headers.set("authorization", "Bearer sk-gateway"); // as the gateway does
    return emulator.fetch(url, { ...init, headers });
  };
  return { emulator, shown, reach };
}

/**
 * Runs a sample as a module, with what it takes for granted.
 * @param {string} name
 * @param {Record<string, unknown>} given
 * @param {typeof fetch} reach
 */
async function run(name, given, reach) {
  ran.add(name);
  const code = samples.get(name);
  assert.ok(code, `the README has a sample "${name}"`);
  // Inside the project, so that the package resolves as it does for a user who has installed it.
  const folder = await mkdtemp(join(root, "tests/readme/.sample-"));
  const globals = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (globalThis));
  const before = { ...globals, fetch: globals["fetch"] };
  try {
    const file = join(folder, "sample.mjs");
    await writeFile(file, code);
    Object.assign(globals, given, { fetch: reach });
    return await import(file);
  } finally {
    for (const key of [...Object.keys(given), "fetch"]) {
      if (before[key] === undefined) delete globals[key];
      else globals[key] = before[key];
    }
    await rm(folder, { recursive: true });
  }
}

/** @param {unknown[]} shown */
const text = (shown) => shown.map(String).join("");
const contract = () => new File(["The contract runs two years. The notice period is thirty days."], "contract.txt");
const { Qwen } = await import("qwen-edge");

test("ask a document", async () => {
  const { shown, reach } = world();
  await run("ask", { file: contract(), show: (/** @type {unknown[]} */ ...all) => shown.push(...all) }, reach);
  assert.match(text(shown), /contract\.txt: upload.*contract\.txt: parse.*contract\.txt: ready/s);
  assert.match(text(shown), /notice period is thirty days/);
});

test("documents in every way", async () => {
  const { emulator, shown, reach } = world();
  const qwen = new Qwen({ apiKey: "sk-page", fetch: (url, init) => emulator.fetch(url, init) });
  const uploaded = await qwen.documents.upload(new File(["Blank."], "old.txt"));
  const code = samples.get("documents") ?? "";
  samples.set("documents", code.replace("file-fe-6e6503dbb28cf065b66a9e9f", uploaded.id));
  const bytes = new TextEncoder().encode("# Notes\nThe X1 lasts longer.");
  await run("documents", { qwen, file: contract(), bytes, show: (/** @type {unknown[]} */ ...all) => shown.push(...all) }, reach);
  assert.match(text(shown), /contract\.txt.*document\.txt|terms\.pdf.*notes\.md.*old\.txt.*Phone catalogue/s);
  assert.equal(typeof shown[1], "number");
});

test("documents from a disk", async () => {
  const code = samples.get("disk") ?? "";
  const folder = await mkdtemp(join(tmpdir(), "qwen-edge-papers-"));
  try {
    await writeFile(join(folder, "lease.txt"), "The lease runs two years.");
    await writeFile(join(folder, "annex.txt"), "The garden belongs to it.");
    samples.set("disk", code.replaceAll('"papers/', `"${folder}/`));
    const { emulator, shown } = await runWithClient("disk");
    assert.match(text(shown), /lease runs two years/);
    assert.equal(emulator.requests.filter(({ url }) => url.endsWith("/files")).length, 2);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a conversation", async () => {
  const { emulator, shown, reach } = world();
  const qwen = new Qwen({ apiKey: "sk-page", fetch: (url, init) => emulator.fetch(url, init) });
  const kept = new Map();
  const localStorage = { setItem: kept.set.bind(kept), getItem: kept.get.bind(kept) };
  await run("conversation", { qwen, file: contract(), localStorage, show: (/** @type {unknown[]} */ ...all) => shown.push(...all) }, reach);
  assert.match(text(shown), /contract runs two years.*contract runs five years/s);
  assert.equal(shown.at(-1), 7, "role, document, question, answer, document, question, answer");
});

test("chat", async () => {
  const { shown, reach } = world();
  process.env["DASHSCOPE_API_KEY"] = "sk-reader";
  await run("chat", { show: (/** @type {unknown[]} */ ...all) => shown.push(...all) }, reach);
  delete process.env["DASHSCOPE_API_KEY"];
  assert.match(text(shown), /Who are you\?.*complete\d+$/s);
});

/**
 * Runs a sample that has a client of the emulator; gives what it showed, and the emulator.
 * @param {string} name
 * @param {Record<string, unknown>} [given]
 * @param {typeof fetch} [others] what the sample fetches besides
 */
async function runWithClient(name, given = {}, others = () => assert.fail("the sample fetches nothing itself")) {
  const { emulator, shown } = world();
  const qwen = new Qwen({ apiKey: "sk-page", fetch: emulator.fetch, logLevel: "off" });
  await run(name, { qwen, show: (/** @type {unknown[]} */ ...all) => shown.push(...all), ...given }, others);
  return { emulator, shown };
}

test("thinking", async () => {
  let thoughts = "";
  const { shown } = await runWithClient("thinking", { aside: (/** @type {string} */ thought) => (thoughts += thought) });
  assert.match(thoughts, /does not think/);
  assert.match(text(shown), /9\.11 or 9\.9/);
});

test("tools", async () => {
  const messages = [{ role: "user", content: "What is the weather in Beijing?" }];
  const { emulator, shown } = await runWithClient("tools", { messages }, async (url) => {
    assert.equal(String(url), "/weather?city=Beijing");
    return Response.json({ sky: "clear" });
  });
  assert.match(text(shown), /^looks up \{"city": ?"Beijing"\}.*clear/s);
  assert.equal(emulator.requests.length, 2);
});

test("structured output", async () => {
  const { shown } = await runWithClient("structured");
  assert.deepEqual(shown[0], { name: "Liu Wu", age: 34 });
  assert.equal(shown.length > 3 && typeof shown.at(-1), "object");
});

test("translation", async () => {
  const { shown } = await runWithClient("translation");
  assert.match(text(shown), /biological sensor/);
});

test("code completion", async () => {
  const { shown } = await runWithClient("code");
  assert.match(String(shown[0]), /Before \d+ characters/);
  assert.match(String(shown[1]), /^def primes\(n\):\n/);
});

test("images in", async () => {
  const png = "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAALElEQVR42u3NMQ0AAAgEMRy9fye4AQ2MJL3c3urk9BwrAAAAAAAAAAAA8AVYZRdmeezWrCAAAAAASUVORK5CYII=";
  const { shown } = await runWithClient("media", { file: new File([Buffer.from(png, "base64")], "sign.png") });
  assert.match(text(shown), /PNG, 32×32/);
});

test("spoken answers", async () => {
  let samples = 0;
  const { shown } = await runWithClient("speech", speakers((chunk) => (samples += chunk.length)));
  const [said, sound] = /** @type {[string, Blob]} */ (shown);
  assert.match(said, /Say good morning/);
  assert.equal(sound.type, "audio/wav");
  assert.equal(sound.size, 44 + 2 * samples);
});

/**
 * As much of Web Audio as the player needs, and at once: what it was sent has been played.
 * @param {(samples: Int16Array) => void} heard
 */
function speakers(heard) {
  class AudioWorkletNode {
    port = {
      onmessage: (/** @type {{ data: unknown }} */ _) => undefined,
      postMessage(/** @type {unknown} */ message) {
        if (message instanceof Int16Array) heard(message);
        const told = message instanceof Int16Array ? message.length : message === "whole" ? "ended" : undefined;
        if (told !== undefined) queueMicrotask(() => this.onmessage({ data: told }));
      },
    };
    connect() {}
    disconnect() {}
  }
  class AudioContext {
    sampleRate = 24_000;
    audioWorklet = { addModule: async () => undefined };
    destination = { context: this };
    async resume() {}
  }
  return { AudioContext, AudioWorkletNode };
}

test("batches", async () => {
  const { shown } = await runWithClient("batch", { reviews: ["The ferry was late.", "What a view!"] });
  assert.match(text(shown), /completed/);
  assert.match(text(shown), /review-0.*ferry/s);
  assert.match(text(shown), /review-1.*view/s);
});

test("the context cache", async () => {
  const longText = Array.from({ length: 200 }, (_, at) => `Rule ${at}: form ${at + 100} is filed in cabinet ${at % 20}.`).join("\n");
  const { shown } = await runWithClient("cache", { longText });
  assert.ok(Number(shown[0]) > 1024);
  assert.equal(shown[1], 0);
});

test("preflight", async () => {
  const { emulator, shown } = await runWithClient("preflight");
  assert.equal(shown[0], "json_word");
  assert.match(String(shown[1]), /json/i);
  assert.equal(typeof shown[2], "object");
  assert.equal(emulator.requests.length, 1);
});

test("regions and temporary keys", async () => {
  const { emulator, shown, reach } = world();
  process.env["DASHSCOPE_API_KEY"] = "sk-reader";
  await run("regions", { Qwen, show: (/** @type {unknown[]} */ ...all) => shown.push(...all) }, reach);
  delete process.env["DASHSCOPE_API_KEY"];
  assert.ok(shown.length > 10 && shown.at(-1) instanceof Date);
  assert.ok(emulator.requests.every(({ url }) => new URL(url).host === "dashscope-intl.aliyuncs.com"));
});

test("errors", async () => {
  const { emulator, shown, reach } = world();
  const qwen = new Qwen({ apiKey: "sk-page", fetch: (url, init) => emulator.fetch(url, init) });
  await run("errors", { qwen, signal: undefined, show: (/** @type {unknown[]} */ ...all) => shown.push(...all) }, reach);
  assert.match(text(shown), /document file-fe-gone failed at "answer": Invalid file/);
});

test("patience", async () => {
  const { shown, reach } = world();
  let asked = 0;
  /** @type {typeof fetch} */
  const busy = async (input, init) => {
    const isChat = String(input).endsWith("/chat/completions");
    if (isChat && ++asked === 1) return Response.json({ error: { code: "limit_requests", message: "Too many." } }, { status: 429, headers: { "retry-after-ms": "5" } });
    return reach(input, init);
  };
  await run("patience", { Qwen, file: contract(), show: (/** @type {unknown[]} */ ...all) => shown.push(...all) }, busy);
  assert.match(text(shown), /^try 1 failed \(limit_requests\), the next in 5 ms.*notice period is thirty days.*completestop\d+$/s);
});

test("the emulator", async () => {
  const { shown, reach } = world();
  await run("emulator", { show: (/** @type {unknown[]} */ ...all) => shown.push(...all) }, reach);
  assert.match(text(shown), /It runs two years/);
  assert.equal(/** @type {string[]} */ (shown[1]).length, 4, "an upload, two answers of waiting, one answer");
});

test("the emulator's faults", async () => {
  const { shown, reach } = world();
  await run("faults", { show: (/** @type {unknown[]} */ ...all) => shown.push(...all) }, reach);
  assert.deepEqual(shown, ["truncated", ["limit-requests", "limit-requests", "truncate"]]);
});

const BINDINGS = { DASHSCOPE_API_KEY: "sk-secret", APP_TOKEN: "ours" };

test("the gateway in a Worker", async () => {
  const { emulator, reach } = world();
  const { default: gateway } = await run("gateway", {}, reach);
  const ask = (/** @type {string} */ token, model = "qwen-long", /** @type {Record<string, string>} */ env = BINDINGS) =>
    gateway.fetch(
      new Request("https://gateway.example/v1/chat/completions", {
        method: "POST",
        headers: { origin: "https://app.example", "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ model, messages: [{ role: "user", content: "Hello?" }] }),
      }),
      env,
    );
  const before = globalThis.fetch;
  globalThis.fetch = reach; // the gateway's way to the service, at request time
  try {
    const answer = await ask("ours");
    assert.equal(answer.status, 200);
    assert.equal((await answer.json()).object, "chat.completion");
    assert.equal(emulator.requests.at(-1)?.headers["authorization"], "Bearer sk-secret");
    assert.equal((await ask("theirs")).status, 401);
    const { DASHSCOPE_API_KEY } = BINDINGS;
    for (const token of ["undefined", "", "null"]) {
      assert.equal((await ask(token, "qwen-long", { DASHSCOPE_API_KEY })).status, 401, `"${token}" where no token is set`);
      assert.equal((await ask(token, "qwen-long", { DASHSCOPE_API_KEY, APP_TOKEN: "" })).status, 401, `"${token}" where it is empty`);
    }
    assert.equal((await ask("ours", "qwen-max")).status, 403);
    assert.equal(emulator.requests.length, 1);
  } finally {
    globalThis.fetch = before;
  }
});

test("a page and the gateway, together", async () => {
  const { emulator, shown, reach } = world();
  const { default: gateway } = await run("gateway", {}, reach);
  /** @type {typeof fetch} The browser's, and the gateway's own to the service. */
  const both = async (input, init) => {
    if (new URL(String(input)).origin !== "https://gateway.example") return reach(input, init);
    const headers = new Headers(init?.headers);
    headers.set("origin", "https://app.example");
    return gateway.fetch(new Request(String(input), { ...init, headers }), BINDINGS);
  };
  const browser = { window: {}, document: {} }; // in which a key is refused
  const show = (/** @type {unknown[]} */ ...all) => shown.push(...all);
  await run("gateway-page", { ...browser, token: "ours", file: contract(), show }, both);
  assert.match(text(shown), /notice period is thirty days/);
  assert.ok(emulator.requests.length > 1);
  assert.ok(emulator.requests.every(({ headers }) => headers["authorization"] === "Bearer sk-secret"));
  const asked = emulator.requests.length;
  await assert.rejects(run("gateway-page", { ...browser, token: "theirs", file: contract(), show }, both), { status: 401, code: "unauthorized" });
  assert.equal(emulator.requests.length, asked, "nothing reached the service");
  Object.assign(globalThis, browser);
  try {
    assert.throws(() => new Qwen({ baseURL: "https://gateway.example/v1", apiKey: "ours" }), { code: "key_in_browser" });
  } finally {
    for (const name of Object.keys(browser)) Reflect.deleteProperty(globalThis, name);
  }
});

test("the gateway behind Node", async (t) => {
  // A fixed port may be taken on this machine: the sample's own listens elsewhere.
  const code = samples.get("gateway-node") ?? "";
  assert.match(code, /listen\(8787, /);
  samples.set("gateway-node", code.replace("createServer(toNodeListener(gateway)).listen(8787,", "export const server = createServer(toNodeListener(gateway)).listen(0,"));
  process.env["DASHSCOPE_API_KEY"] = "sk-secret";
  const real = globalThis.fetch;
  const { server } = await run("gateway-node", {}, real);
  delete process.env["DASHSCOPE_API_KEY"];
  t.after(() => server.close());
  if (!server.listening) await new Promise((resolve) => server.once("listening", resolve));
  const refused = await real(`http://127.0.0.1:${server.address().port}/v1/models`, { headers: { origin: "http://localhost:5173" } });
  assert.equal(refused.status, 403);
  assert.equal((await refused.json()).error.code, "route_not_allowed");
});

test("no sample is left out", () => {
  const blocks = [...readme.matchAll(/```(js|ts|jsx|tsx|javascript|typescript)\n/g)].length;
  assert.equal(samples.size, blocks, "every code block has its name");
  assert.deepEqual([...samples.keys()].filter((name) => !ran.has(name)), []);
});
