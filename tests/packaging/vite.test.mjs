// A page made by `vite build`, served, and opened in Chromium.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { build } from "vite";
import * as programs from "../runtime/programs.mjs";
import { installed } from "./installed.mjs";
import { QUESTION, isAnswered, listen, startService } from "./service.mjs";

/** Quiet, headless, alone: nothing that talks to the network on its own. */
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const TYPES = { ".html": "text/html", ".js": "text/javascript" };

let project, service, site, browser;
before(async () => {
  service = await startService();
  project = await installed();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await project?.remove();
  await service?.close();
});

test("a page built by Vite asks and shows the answer", async () => {
  await project.write("index.html", '<!doctype html><title>Vite</title><link rel="icon" href="data:,"><output></output><script type="module" src="/main.js"></script>');
  await project.write("main.js", `
    import { Qwen } from "qwen-edge";${QUESTION}
    const baseURL = new URLSearchParams(location.search).get("service");
    document.querySelector("output").textContent = await question(Qwen, baseURL).catch(String);`);
  await build({ root: project.folder, configFile: false, logLevel: "warn", build: { outDir: "site" } });

  site = await serveFiles(join(project.folder, "site"));
  browser = await chromium.launch({ executablePath: programs.chromium(), headless: true, args: FLAGS });
  const page = await browser.newPage();
  await page.goto(`${site.baseURL}/index.html?service=${encodeURIComponent(service.baseURL)}`);
  const output = page.locator("output:not(:empty)");
  await output.waitFor();
  isAnswered(await output.textContent());
});

test("the player's worklet becomes a file of the site, for a policy that forbids data: URLs", async () => {
  await project.write("index.html", '<!doctype html><script type="module" src="/speak.js"></script>');
  await project.write("speak.js", `
    import { createPlayer } from "qwen-edge/player";
    import workletURL from "qwen-edge/player-worklet.js?url&no-inline";
    onclick = () => createPlayer({ workletURL }).play((async function* () {})());`);
  await build({ root: project.folder, configFile: false, logLevel: "warn", build: { outDir: "speaking" } });

  const assets = join(project.folder, "speaking/assets");
  const texts = Object.fromEntries(await Promise.all((await readdir(assets)).map(async (file) => [file, await readFile(join(assets, file), "utf8")])));
  const worklet = Object.keys(texts).find((file) => texts[file].includes("registerProcessor"));
  assert.ok(worklet, Object.keys(texts).join(" "));
  const page = Object.entries(texts).find(([file]) => file.startsWith("index"))?.[1] ?? "";
  assert.ok(page.includes(worklet), "the page names the file");
  assert.doesNotMatch(page, /data:(text|application)\/javascript/);
});

/** Serves the files of a folder, and nothing above it. */
const serveFiles = (folder) =>
  listen(async (request, response) => {
    const path = new URL(request.url, "http://site.invalid").pathname;
    const file = await readFile(join(folder, path)).catch(() => null);
    response.writeHead(file ? 200 : 404, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(file ?? "");
  });
