// The proxy does to bytes what its rows say: seen by a bare socket, so that a row that fails is the client's fault.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, test } from "node:test";
import { until } from "../runtime/assert.mjs";
import { startProxy } from "./proxy.mjs";

const HEAD = "HTTP/1.1 200 OK\r\n\r\n";
const ANSWER = `${HEAD}data: 合同\n\ndata: two\n\n`;

/** Answers whatever comes first with ANSWER, in two writes, and ends. */
const service = createServer((socket) => {
  socket.on("error", () => {}).once("data", async () => {
    socket.write(ANSWER.slice(0, 30));
    await sleep(5);
    socket.end(ANSWER.slice(30));
  });
});

before(() => once(service.listen(0, "127.0.0.1"), "listening"));
after(() => service.close());

/** What a visitor sees: the bytes as text, how many reads, and how the connection ended ("open" when it has not within 150 ms). */
async function visit(proxy, request = "POST / HTTP/1.1\r\n\r\n") {
  const socket = connect({ port: proxy.port, host: "127.0.0.1", allowHalfOpen: true });
  const reads = [];
  const ended = new Promise((resolve) => socket.once("end", () => resolve("ended")).once("error", ({ code }) => resolve(code)));
  socket.on("data", (bytes) => reads.push(bytes));
  socket.write(request);
  const end = await Promise.race([ended, sleep(150, "open")]);
  return { socket, text: Buffer.concat(reads).toString("latin1"), reads: reads.length, end };
}

async function spoiled(fault, request) {
  const proxy = await startProxy(service.address().port, [].concat(fault));
  const seen = await visit(proxy, request);
  return { ...seen, proxy };
}

const latin1 = (text) => Buffer.from(text).toString("latin1");

async function goodbye({ socket, proxy }) {
  socket.destroy();
  await until(() => proxy.open === 0, "the proxy keeps no socket when the visitor has gone", 1000);
  await proxy.close();
}

test("without a fault the bytes pass as they are", async () => {
  const seen = await spoiled({});
  assert.deepEqual([seen.text, seen.end], [latin1(ANSWER), "ended"]);
  await goodbye(seen);
});

test("a connection is closed after N bytes, or after a text, or inside its last character", async () => {
  const cuts = [
    [{ after: 0 }, ""],
    [{ after: 7 }, "HTTP/1."],
    [{ after: "\r\n\r\n" }, HEAD],
    [{ after: "\r\n\r\n", less: 2 }, HEAD.slice(0, -2)],
    [{ after: "合" }, `${HEAD}data: 合`],
    [{ after: "data: two" }, ANSWER.slice(0, -2)],
  ];
  for (const [fault, text] of cuts) {
    const seen = await spoiled({ ...fault, then: "close" });
    assert.deepEqual([seen.text, seen.end], [latin1(text), "ended"], JSON.stringify(fault));
    await goodbye(seen);
  }
  const inside = await spoiled({ after: "合", less: 1, then: "close" });
  assert.equal(inside.text, latin1(`${HEAD}data: 合`).slice(0, -1));
  await goodbye(inside);
});

test("a reset is a reset", async () => {
  const seen = await spoiled({ after: 0, then: "reset" });
  assert.equal(seen.end, "ECONNRESET");
  await goodbye(seen);
});

test("a reset after some bytes waits for the reader", async () => {
  const proxy = await startProxy(service.address().port, [{ after: "\r\n\r\n", then: "reset", whenRead: true }]);
  const seen = await visit(proxy);
  assert.deepEqual([seen.text, seen.end], [HEAD, "open"]);
  const broken = once(seen.socket, "error");
  const { status } = await fetch(`http://127.0.0.1:${proxy.port}/read`);
  assert.equal(status, 204);
  assert.equal((await broken.catch((error) => [error]))[0].code, "ECONNRESET");
  await goodbye({ ...seen, proxy });
});

test("after a half-close the visitor may still write, and the proxy still listens", async () => {
  const seen = await spoiled({ after: "\r\n\r\n", then: "half-close" });
  assert.deepEqual([seen.text, seen.end], [HEAD, "ended"]);
  seen.socket.write("more");
  await sleep(50);
  assert.ok(!seen.socket.destroyed && seen.proxy.open > 0, "the connection still stands");
  await goodbye(seen);
});

test("a stall leaves the connection open until the visitor goes", async () => {
  const seen = await spoiled({ after: "\r\n\r\n", then: "stall" });
  assert.deepEqual([seen.text, seen.end], [HEAD, "open"]);
  assert.ok(seen.proxy.open > 0, "the connection still stands");
  await goodbye(seen);
});

test("one byte a write, and a slow first byte", async () => {
  const slow = await spoiled({ piece: 1, pause: 1 });
  assert.ok(slow.reads > 10, `${slow.reads} reads`);
  await goodbye(slow);
  const late = await spoiled({ wait: 400 });
  assert.deepEqual([late.text, late.end], ["", "open"]);
  await goodbye(late);
});

test("a connection can break inside the request", async () => {
  const seen = await spoiled({ sent: 10, then: "reset" }, "POST /v1/files HTTP/1.1\r\n");
  assert.deepEqual([seen.text, seen.end], ["", "ECONNRESET"]);
  await goodbye(seen);
});

test("each connection has its own fault, the last repeats, and a preflight has none", async () => {
  const proxy = await startProxy(service.address().port, [{ after: 0, then: "close" }, {}]);
  const texts = [];
  for (const word of ["OPTIONS", "POST", "OPTIONS", "POST", "POST"]) {
    const { text, socket } = await visit(proxy, `${word} / HTTP/1.1\r\n\r\n`);
    texts.push(text.length > 0);
    socket.destroy();
  }
  assert.deepEqual(texts, [true, false, true, true, true]);
  await proxy.close();
});
