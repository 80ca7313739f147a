// The player in real browsers, in a page whose policy allows nothing but its own scripts and wasm.
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { CAPTURE, playerCases } from "./cases/player.mjs";
import { chromiumGuest, firefoxGuest } from "./guests/browsers.mjs";

const worklet = new URL(import.meta.resolve("qwen-edge/player-worklet.js"));
const SITE = {
  scripts: { "/player-worklet.js": await readFile(worklet, "utf8"), "/capture.js": CAPTURE },
  headers: { "content-security-policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; img-src data:" },
};

const FIREFOX_PREFS = { "media.autoplay.default": 0, "media.autoplay.blocking_policy": 0, "media.autoplay.block-webaudio": false };

/** Nobody clicks here. */
const BROWSERS = {
  Chromium: (server) => chromiumGuest(server, "Chromium", "guests/player-page.mjs", ["--autoplay-policy=no-user-gesture-required"], SITE),
  Firefox: (server) => firefoxGuest(server, "Firefox", "guests/player-page.mjs", FIREFOX_PREFS, SITE),
};

for (const [browser, start] of Object.entries(BROWSERS))
  describe(`the player in ${browser}`, () => {
    let guest;
    before(async () => (guest = await start({ origin: "" })), { timeout: 60_000 });
    after(() => guest?.stop());
    for (const name of Object.keys(playerCases))
      test(name, { timeout: 20_000 }, async (context) => {
        const { skipped, error } = await guest.run(name);
        if (error) throw new Error(error);
        if (skipped) context.skip(skipped);
      });
  });
