// One row in one runtime: a service and a proxy of its own, the guest's call, and what came of it.
import assert from "node:assert/strict";
import { until } from "../runtime/assert.mjs";
import { startServer } from "../runtime/server/server.mjs";
import { check } from "./check.mjs";
import { startProxy } from "./proxy.mjs";

/** Milliseconds: a browser on a busy machine closes a connection when it comes to it. */
const CLOSED_WITHIN = 15_000;

/** How long the service keeps a connection after a complete answer, in ms: what stands longer is held open by the client. */
const KEEP_ALIVE = 100;

/** The services of all rows. A page's preflight has a connection of its own: faults are counted by connections. */
export async function startServices() {
  const server = await startServer();
  server.http.keepAliveTimeout = KEEP_ALIVE;
  server.http.prependListener("request", ({ method }, response) => void (method === "OPTIONS" && response.setHeader("connection", "close")));
  return server;
}

/** Fails with the difference between what was seen and what the row expects. */
export async function runRow(row, runtime, guest, server) {
  const service = await server.peer(structuredClone(row.service));
  const proxy = await startProxy(Number(new URL(server.origin).port), row.network);
  const origin = `http://127.0.0.1:${proxy.port}`;
  try {
    const { pathname } = new URL(service.baseURL);
    const { kind, options, pause, abortAfter } = row;
    const expect = { ...row.expect, ...row.expect.in?.[runtime] };
    const told = row.network.some(({ whenRead }) => whenRead) && { readURL: `${origin}/read`, before: typeof expect.text === "string" ? expect.text : "" };
    const seen = await guest.run({ kind, options, pause, abortAfter, baseURL: origin + pathname, ...told });
    check(expect, seen, service.seen.requests.length);
    await until(() => proxy.open === 0, "the connection is closed", CLOSED_WITHIN);
    await until(() => service.seen.open === 0, "the service sees that the connection is closed", CLOSED_WITHIN);
  } finally {
    await proxy.close();
  }
}

/** The watching itself: a rejection, a listener and a timer that are left behind are seen. */
export async function checkWatching(guest) {
  const { unhandled, listeners, timers } = await guest.run({ kind: "careless", baseURL: "http://127.0.0.1:1" });
  assert.match(unhandled.join(), /careless/);
  assert.deepEqual([listeners, timers], [1, 1]);
}

/** After all rows of a runtime: nothing of ours keeps running. */
export async function checkLeftovers(guest) {
  assert.equal((await guest.run()).timers, 0, "timers");
  let resources;
  const nothing = async () => (resources = (await guest.run()).resources).length === 0;
  await until(nothing, "nothing", 3000).catch(() => {}); // sockets take a moment to close; the assertion says what is left
  assert.deepEqual(resources, [], "what keeps Node alive");
}
