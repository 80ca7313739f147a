// One Worker isolate, one client in it, many visitors (issue 3.6): those who leave cost nothing more, and disturb nobody.
import assert from "node:assert/strict";
import { once } from "node:events";
import { get } from "node:http";
import { after, before, describe, test } from "node:test";
import { sleep, until } from "../runtime/assert.mjs";
import { startWorker } from "../runtime/guests/workerd.mjs";
import { startServer } from "../runtime/server/server.mjs";
import { answer, chunk } from "../runtime/wire.mjs";

const VISITORS = 200;
const AT_ONCE = 5;
const TEXTS = Array.from({ length: 60 }, (_, at) => `句${at} `);
const ENDLESS = { body: [{ tokens: 5 }] };
/** Hangs in the middle of an event. */
const HALF = { body: [{ text: chunk({ content: "doomed" }) + chunk({ content: "never complete" }).slice(0, 90) }], ending: "hang" };
/** Long enough to be under way while others leave; its events come in pieces. */
const STEADY = { body: [{ text: answer(...TEXTS), cut: 201, pause: 8 }] };

describe("workerd: a Worker that streams to its visitors", () => {
  let server, worker;
  before(async () => {
    server = await startServer();
    worker = await startWorker("../survival/guests/streaming-worker.mjs", { UPSTREAM: `${server.origin}/p/service/v1` });
  });
  after(async () => {
    await worker?.stop();
    await server?.close();
  });

  const service = (...answers) => server.peer({ answers }, "service");
  const pages = async () => (await fetch(`${worker.origin}/pages`)).json();

  test(`${VISITORS} visitors go away in mid-answer: the memory is flat, and nobody generates for them`, { timeout: 120_000 }, async (context) => {
    const { seen } = await service(ENDLESS);
    await visits(worker, VISITORS / 2);
    const early = await pages();
    await visits(worker, VISITORS / 2);
    const late = await pages();
    context.diagnostic(`pages after ${VISITORS / 2} and ${VISITORS} visitors: ${early}, ${late}`);
    assert.ok(early > 0, "the memory was seen");
    assert.equal(late, early, "pages");
    await until(() => seen.closed === VISITORS, "the service sees that every visitor has gone");
    const { tokens, open } = seen;
    await sleep(100);
    assert.deepEqual([seen.tokens, open], [tokens, 0], "tokens, and open answers");
  });

  test("one visitor goes away in the middle of an event: the others, of the same client, get all of theirs", { timeout: 60_000 }, async () => {
    const { seen } = await service(HALF, STEADY);
    const doomed = await visit(worker);
    const steady = await Promise.all(Array.from({ length: 8 }, () => visit(worker)));
    doomed.socket.resetAndDestroy(); // workerd does not take a mere FIN for a departure until it next has something to write
    await until(() => seen.closed === 1, "the service sees that one has gone");
    assert.equal(seen.open, steady.length, "the others are under way");
    for (const text of await Promise.all(steady.map(textOf))) assert.equal(text, TEXTS.join(""));
  });
});

/** A visitor who has got the first bytes of an answer. */
async function visit({ origin }) {
  const [response] = await once(get(origin, { agent: false }), "response");
  response.on("error", () => {}); // of one who leaves
  await once(response, "readable");
  return response;
}

async function visits(worker, count) {
  let begun = 0;
  const one = async () => {
    while (begun++ < count) (await visit(worker)).destroy();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** The text of the chunks that a visitor gets, one a line. */
async function textOf(response) {
  const lines = (await response.setEncoding("utf8").toArray()).join("").trim().split("\n");
  return lines.map((line) => JSON.parse(line).choices[0]?.delta.content ?? "").join("");
}
