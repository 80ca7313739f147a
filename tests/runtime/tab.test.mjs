// A closed tab, end to end: page -> gateway -> service. Nobody in the page can run code any more; the service must stop all the same.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { until } from "./assert.mjs";
import { chromiumGuest, firefoxGuest } from "./guests/browsers.mjs";
import { startServer } from "./server/server.mjs";

const ENDLESS = { answers: [{ body: [{ tokens: 5 }] }], gateway: { origins: ["*"], allow: { models: ["qwen-plus"] } } };

describe("a closed tab", () => {
  for (const [name, start] of Object.entries({ Chromium: chromiumGuest, Firefox: firefoxGuest }))
    test(`${name}: the service stops generating`, { timeout: 60_000 }, async () => {
      const server = await startServer();
      const page = await start(server, name, "guests/tab-page.mjs");
      try {
        const peer = await server.peer(ENDLESS);
        assert.match(await page.run(peer.baseURL), /^token0 /);
        assert.equal(peer.seen.upstream.open, 1, "the service is generating");
        await page.page.close();
        await until(() => peer.seen.upstream.closed === 1, "the service sees that the tab is closed");
      } finally {
        await page.stop();
        await server.close();
      }
    });
});
