// Faults of the way to the service: what a raw fetch sees of each.
import assert from "node:assert/strict";
import test from "node:test";
import { QUESTION, STREAM, faulty, half, idOf, readAll, readUntilStall, rightAnswer, rightEvents, timers } from "./faulty.mjs";

const soon = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 30, "pending"))]);

test("network-error: fetch rejects with a TypeError, nothing was done, and the next call works", async () => {
  const { upload, get, requests } = faulty("network-error");
  await assert.rejects(upload("a.txt", "x"), (error) => error instanceof TypeError && error.message === "fetch failed");
  assert.deepEqual((await (await get("/files")).json()).data, []);
  assert.deepEqual(requests.map(({ fault }) => fault), ["network-error", null]);
});

test("stall-before-headers: fetch is pending until it is aborted, and what was asked for has been done", async () => {
  const { upload, get } = faulty("stall-before-headers");
  const controller = new AbortController();
  const before = timers();
  const call = upload("a.txt", "x", "file-extract", { signal: controller.signal });
  assert.equal(await soon(call), "pending");
  assert.equal(timers(), before);
  const reason = new Error("enough");
  controller.abort(reason);
  await assert.rejects(call, (error) => error === reason);
  assert.equal((await (await get("/files")).json()).data.length, 1);
});

for (const request of [QUESTION, STREAM]) {
  const kind = request.stream ? "a stream" : "a plain answer";

  test(`stall-after-headers: ${kind} has its head and no byte`, async () => {
    const response = await faulty("stall-after-headers").chat(request);
    const { status, headers } = await faulty([]).chat(request);
    assert.deepEqual([response.status, [...response.headers.keys()]], [status, [...headers.keys()]]);
    assert.equal(await readUntilStall(response), "");
  });

  test(`empty-body: ${kind} has its head and ends`, async () => {
    const response = await faulty("empty-body").chat(request);
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type"), request.stream ? /^text\/event-stream/ : /^application\/json/);
    assert.deepEqual(await readAll(response), { text: "", reads: [], error: null });
  });

  test(`slow-bytes: ${kind} comes whole, a byte a read`, async () => {
    const response = await faulty("slow-bytes", { chunking: 1000 }).chat(request);
    const { text, reads, error } = await readAll(response);
    assert.equal(text, await rightAnswer(request, idOf(response)));
    assert.deepEqual(new Set(reads), new Set([1]));
    assert.equal(error, null);
  });
}

test("truncate: a stream ends in the middle of an event, in order", async () => {
  const response = await faulty("truncate").chat(STREAM);
  const [role, text, next] = await rightEvents(idOf(response));
  assert.deepEqual(await readAll(response), { text: role + text + half(next), reads: [role, text, half(next)].map(bytes), error: null });
});

test("truncate: a plain answer ends in the middle of its JSON", async () => {
  const response = await faulty("truncate").chat(QUESTION);
  const body = half(await rightAnswer(QUESTION, idOf(response)));
  assert.deepEqual(await readAll(response), { text: body, reads: [bytes(body)], error: null });
});

test("reset: the same bytes, and then the body errors with a TypeError", async () => {
  for (const request of [QUESTION, STREAM]) {
    const { chat } = faulty(["reset", "truncate"]);
    const response = await chat(request);
    const { text, error } = await readAll(response);
    assert.ok(error instanceof TypeError && error.message === "terminated", String(error));
    const truncated = await chat(request);
    assert.equal(text.replaceAll(idOf(response), ""), (await truncated.text()).replaceAll(idOf(truncated), ""));
  }
});

test("what comes before a stall or a reset arrives, however the bytes are cut into reads", async () => {
  for (const chunking of ["events", 1, 7, 1000, Infinity]) {
    const { chat } = faulty([{ fault: "reset", afterEvents: 3 }, { fault: "stall-mid-event", afterEvents: 3 }], { chunking });
    const broken = await chat(STREAM);
    const expected = async (response) => {
      const events = await rightEvents(idOf(response));
      return events.slice(0, 3).join("") + half(events[3]);
    };
    assert.equal((await readAll(broken)).text, await expected(broken), `reset ${chunking}`);
    const stalled = await chat(STREAM);
    assert.equal(await readUntilStall(stalled), await expected(stalled), `stall ${chunking}`);
  }
});

const STALLS = ["stall-after-headers", "stall", "stall-mid-event", "keep-alives"];
for (const chunking of ["events", Infinity]) {
  test(`a stall ends on abort, with its reason, and leaves no timer (reads of ${chunking})`, async () => {
    for (const fault of STALLS) {
      const before = timers();
      const controller = new AbortController();
      const response = await faulty({ fault, ...(fault !== "stall-after-headers" && { afterEvents: 0 }) }, { chunking }).chat(STREAM, { signal: controller.signal });
      const reason = new Error("enough");
      const reading = readAll(response);
      await new Promise((resolve) => setTimeout(resolve, 5));
      controller.abort(reason);
      assert.equal((await reading).error, reason, fault);
      assert.equal(timers(), before, fault);
    }
  });

  test(`a stall ends when its body is cancelled, and leaves no timer (reads of ${chunking})`, async () => {
    for (const fault of STALLS) {
      const before = timers();
      const reader = (await faulty({ fault, ...(fault !== "stall-after-headers" && { afterEvents: 0 }) }, { chunking }).chat(STREAM)).body.getReader();
      if (fault === "stall-mid-event") await reader.read();
      const waiting = reader.read();
      await new Promise(setImmediate);
      await reader.cancel();
      assert.equal((await waiting).done, true, fault);
      await new Promise(setImmediate);
      assert.equal(timers(), before, fault);
    }
  });
}

test("a reset body leaves no listener on the caller's signal", async () => {
  const { signal } = new AbortController();
  let listeners = 0;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (...args) => (listeners++, add(...args));
  signal.removeEventListener = (...args) => (listeners--, remove(...args));
  await readAll(await faulty("reset").chat(STREAM, { signal }));
  assert.equal(listeners, 0);
});

function bytes(text) {
  return new TextEncoder().encode(text).length;
}
