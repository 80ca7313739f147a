import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { workerdGuest } from "./guests/workerd.mjs";
import { reportSuite } from "./report.mjs";
import { startServer } from "./server/server.mjs";

reportSuite("workerd", workerdGuest);

/** Cases that stream, leave early and fail: the ones that would disturb a neighbour. */
const NEIGHBOURS = [
  "text arrives whole when every byte is a read of its own",
  "two streams at once: one is aborted in mid-chunk, the other goes on",
  "break closes the connection and the peer stops generating",
  "abort() in mid-answer rejects the reader and closes the connection",
  "a long answer in reads of every size is complete",
  "an error inside a stream rejects the reader after the text before it",
];

describe("workerd, concurrent requests", () => {
  let server, guest;
  before(async () => {
    server = await startServer();
    guest = await workerdGuest(server, "workerd");
  });
  after(async () => {
    await guest?.stop();
    await server?.close();
  });

  test("requests that share one isolate, and so one wasm instance, do not disturb each other", { timeout: 60_000 }, async () => {
    const names = [...NEIGHBOURS, ...NEIGHBOURS, ...NEIGHBOURS];
    const results = await Promise.all(names.map(async (name) => ({ name, ...(await guest.run(name)) })));
    assert.deepEqual(results, names.map((name) => ({ name })));
  });
});
