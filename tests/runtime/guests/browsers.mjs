// Starts a real browser with the suite in a page. The page has a server, and so an origin, of its own: every call of the client is cross-origin.
import { once } from "node:events";
import { createServer } from "node:http";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { bundleForPage } from "../bundle.mjs";
import * as programs from "../programs.mjs";

const PAGE = '<!doctype html><meta charset="utf-8"><title>runtime suite</title><link rel="icon" href="data:,"><script type="module" src="/suite.js"></script>';

/** Quiet, headless, alone: nothing that talks to the network on its own. */
export const CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/**
 * @param {string} [entry] the page's module, when it is not the suite
 * @param {string[]} [flags] besides those that every test needs
 * @param {{ scripts?: Record<string, string>, headers?: Record<string, string> }} [more] of the page's site
 */
export async function chromiumGuest(server, runtime, entry, flags = [], more) {
  const args = [...CHROMIUM_FLAGS, ...flags];
  return pageGuest(await chromium.launch({ executablePath: programs.chromium(), headless: true, args }), server, runtime, entry, more);
}

/** Firefox by WebDriver BiDi. @param {{ env?: NodeJS.ProcessEnv }} [more] besides what {@link chromiumGuest} takes, its environment */
export async function firefoxGuest(server, runtime, entry, extraPrefsFirefox = {}, { env = process.env, ...more } = {}) {
  return pageGuest(await puppeteer.launch({ browser: "firefox", executablePath: programs.firefox(), headless: true, extraPrefsFirefox, env }), server, runtime, entry, more);
}

async function pageGuest(browser, server, runtime, entry = "guests/page.mjs", more) {
  /** @type {Awaited<ReturnType<typeof serve>> | undefined} */
  let site;
  const stop = async () => {
    await browser.close();
    await site?.close();
  };
  try {
    site = await serve(await bundleForPage(entry), more);
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.error(`[${runtime}] an error nobody caught:`, error));
    await page.goto(`${site.origin}/?${new URLSearchParams({ api: server.origin, runtime })}`);
    await page.waitForFunction("'runCase' in globalThis");
    return { run: (name) => page.evaluate((one) => globalThis.runCase(one), name), page, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A site of one page and its script, with more scripts by their paths. */
async function serve(script, { scripts = {}, headers = {} } = {}) {
  const all = { "/suite.js": script, ...scripts };
  const http = createServer((request, response) => {
    const text = all[request.url ?? ""];
    response.writeHead(200, { ...headers, "content-type": text ? "text/javascript" : "text/html" }).end(text ?? PAGE);
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  return {
    origin: `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (http.address()).port}`,
    async close() {
      http.close();
      http.closeAllConnections();
      await once(http, "close");
    },
  };
}
