// A page made by `vite build`, served, and opened in Chromium.
import { readFile } from "node:fs/promises";
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

/** Serves the files of a folder, and nothing above it. */
const serveFiles = (folder) =>
  listen(async (request, response) => {
    const path = new URL(request.url, "http://site.invalid").pathname;
    const file = await readFile(join(folder, path)).catch(() => null);
    response.writeHead(file ? 200 : 404, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(file ?? "");
  });
