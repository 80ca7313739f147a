// @ts-check
/** The demo as its visitors meet it: the real server in a process of its own, the real page in Chromium. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium as launcher } from "playwright-core";
import { chromium } from "../runtime/programs.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {{ name: string, content: string | Buffer }} TestFile */

const serverFile = fileURLToPath(new URL("../../www/server.mjs", import.meta.url));

/** Flags for Chromium in a container; the rest keeps it from calling home. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Starts the server on a free port. `line` is what it prints; rejects with what it complains of. */
export async function startServer(env = {}) {
  const { DASHSCOPE_API_KEY, ...clean } = process.env;
  const child = spawn(process.execPath, [serverFile], { env: { ...clean, PORT: "0", ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const line = await new Promise((resolve, reject) => {
    child.stdout.once("data", (bytes) => resolve(String(bytes)));
    child.stderr.on("data", (bytes) => reject(new Error(String(bytes))));
  });
  const url = /http:\/\/\S+/.exec(line)?.[0];
  assert.ok(url, `the server prints its address, not ${line}`);
  return {
    url,
    line,
    async stop() {
      child.kill();
      await once(child, "exit");
    },
  };
}

/** The server and the browser, for all tests of a file. */
export async function startDemo() {
  const server = await startServer();
  const browser = await launcher.launch({ executablePath: chromium(), args: CHROMIUM_FLAGS });
  return {
    url: server.url,
    /** A visitor's page. `check()` fails where the page threw or a policy was violated. */
    async visit(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US", reducedMotion: "reduce", ...options });
      const page = await context.newPage();
      const complaints = watch(page);
      await page.goto(server.url);
      await page.waitForSelector("html[data-service=emulator]");
      return { page, check: () => assert.deepEqual(complaints, []), leave: () => context.close() };
    },
    async stop() {
      await browser.close();
      await server.stop();
    },
  };
}

/** What a page must never do: throw, or break its Content-Security-Policy. @param {Page} page */
function watch(page) {
  /** @type {string[]} */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`threw: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy|TrustedHTML|Uncaught/i.test(message.text())) complaints.push(message.text());
  });
  page.on("dialog", (dialog) => {
    complaints.push(`opened a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return complaints;
}

/** Shows one of the page's three modes. @param {Page} page @param {"documents" | "chat" | "translate"} name */
export async function mode(page, name) {
  await page.click(`#${name}-tab`);
  await page.locator(`#${name}-mode`).waitFor();
}

/**
 * Drops files on the page as a hand does: the browser's own drag, with files from the disk. `seen`: what each becomes.
 * @param {Page} page @param {TestFile[]} files @param {string} [seen]
 */
export async function drop(page, files, seen = ".doc") {
  const folder = await mkdtemp(join(tmpdir(), "qwen-edge-demo-"));
  const paths = files.map(({ name }) => join(folder, name));
  await Promise.all(files.map(({ content }, index) => writeFile(/** @type {string} */ (paths[index]), content)));
  const before = await page.locator(seen).count();
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of /** @type {const} */ (["dragEnter", "dragOver", "drop"])) {
    await session.send("Input.dispatchDragEvent", { type, x: 640, y: 400, data });
  }
  await page.locator(seen).nth(before + files.length - 1).waitFor();
  await page.locator(`${seen}:is([data-phase=upload], [data-phase=reading])`).first().waitFor({ state: "detached" }); // read: the disk is not needed any more
  await rm(folder, { recursive: true });
}

/** Waits until document number `index` (from 0) is in `phase`. @param {Page} page @param {number} index @param {string} phase */
export async function documentIn(page, index, phase) {
  await page.locator(".doc").nth(index).and(page.locator(`[data-phase=${phase}]`)).waitFor();
}

/** Adds a document and waits until it is ready. @param {Page} page @param {string} name @param {string} content */
export async function add(page, name, content) {
  const index = await page.locator(".doc").count();
  await page.setInputFiles("#picker", { name, mimeType: "", buffer: Buffer.from(content) });
  await documentIn(page, index, "ready");
}

/** Pastes a text: a document that needs no upload. @param {Page} page @param {string} text */
export async function paste(page, text) {
  const index = await page.locator(".doc").count();
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
  await documentIn(page, index, "ready");
}

/** Types a question and asks it. @param {Page} page @param {string} question */
export async function ask(page, question) {
  await page.fill("#question", question);
  await page.press("#question", "Enter");
}

/** Says something in the chat. @param {Page} page @param {string} text */
export async function say(page, text) {
  await page.fill("#chat-question", text);
  await page.press("#chat-question", "Enter");
}

/** The bodies of the chat requests that the page sends from now on. @param {Page} page */
export function requestsOf(page) {
  /** @type {any[]} */
  const bodies = [];
  page.on("request", (request) => request.url().endsWith("/v1/chat/completions") && bodies.push(request.postDataJSON()));
  return bodies;
}

/** The last turn of the shown mode. @param {Page} page */
export function lastTurn(page) {
  return page.locator(".mode:not([hidden]) .turn").last();
}

/** Waits until the last answer is in `phase`, and gives its text. @param {Page} page @param {string} [phase] */
export async function answer(page, phase = "ended") {
  await page.locator(`.mode:not([hidden]) .turn:last-child[data-phase=${phase}]`).waitFor();
  return lastTurn(page).locator(".answer").innerText();
}

/** Keeps a picture, where the environment says in which folder. @param {Page} page @param {string} name */
export async function picture(page, name) {
  const folder = process.env["SCREENSHOTS"];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}
