// A page that signs in at its gateway by a cookie: what `authorize` in pkg/src/gateway/options.ts says of it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { chromiumGuest, firefoxGuest } from "./guests/browsers.mjs";
import { startServer } from "./server/server.mjs";

describe("a cookie as sign-in", () => {
  for (const [name, start] of Object.entries({ Chromium: chromiumGuest, Firefox: firefoxGuest }))
    test(`${name}: a gateway of another origin gets it where the client's fetch includes credentials`, { timeout: 60_000 }, async () => {
      const server = await startServer();
      const page = await start(server, name, "guests/cookie-page.mjs");
      try {
        const authorize = (request) => (request.headers.get("cookie") ?? "").includes("session=7");
        const peer = await server.peer({ emulator: {}, gateway: { origins: [await page.run()], allow: { models: ["qwen-plus"] }, authorize } });
        assert.deepEqual(await page.run(peer.baseURL), [401, "chat.completion"]);
      } finally {
        await page.stop();
        await server.close();
      }
    });
});
