// Faults in the course of a stream, errors inside it included: the bytes of each (reference 4, 5.3).
import assert from "node:assert/strict";
import test from "node:test";
import { QUESTION, STREAM, faulty, half, idOf, readUntilStall, rightAnswer, rightEvents } from "./faulty.mjs";

/** What follows the events that come first: a function of the request id and the answer's events from there on. */
const DONE = "data: [DONE]\n\n";
const withChoice = (event, choice) => event.replace(/\{"choices":\[.*?\}\],"object"/, `{"choices":[${choice}],"object"`);
const moderated = (id) =>
  `data: {"error":{"code":"data_inspection_failed","param":null,"message":"Output data may contain inappropriate content.","type":"data_inspection_failed"},"id":"chatcmpl-${id}","request_id":"${id}"}\n\n`;
const CAPACITY = "Too many requests. Your requests are being throttled due to system capacity limits. Please try again later.";

const ENDINGS = {
  "truncate-between-events": () => "",
  "error-frame": (id) => moderated(id),
  "flat-error-frame": (id) => `data: {"code":"InternalError.Timeout","message":"Response timeout!","request_id":"${id}"}\n\n`,
  "named-error-event": (id) =>
    `event:error\n:HTTP_STATUS/500\ndata:{"code":"RequestTimeOut","message":"Request timed out, please try again later.","request_id":"${id}"}\n\n`,
  "error-finish": (_, [next]) =>
    withChoice(next, `{"delta":{"content":"${CAPACITY}"},"finish_reason":"error_finish","index":0,"logprobs":null}`) + DONE,
  "invalid-json-event": (_, [next, ...rest]) => `${half(next)}\n\n${rest.join("")}`,
};

for (const [fault, ending] of Object.entries(ENDINGS)) {
  test(`${fault}: comes after two events, or as many as the script says`, async () => {
    for (const [entry, count] of [[fault, 2], [{ fault, afterEvents: 0 }, 0], [{ fault, afterEvents: 5 }, 5]]) {
      const response = await faulty(entry).chat(STREAM);
      assert.equal(response.status, 200);
      assert.equal(response.headers.get("content-type"), "text/event-stream;charset=UTF-8");
      const events = await rightEvents(idOf(response));
      assert.equal(await response.text(), events.slice(0, count).join("") + ending(idOf(response), events.slice(count)));
    }
  });
}

test("no-done: all but [DONE]", async () => {
  const response = await faulty("no-done").chat(STREAM);
  const events = await rightEvents(idOf(response));
  assert.equal(events.at(-1), DONE);
  assert.equal(await response.text(), events.slice(0, -1).join(""));
});

test("done-without-finish: all but the finish reasons, of every choice", async () => {
  for (const request of [STREAM, { ...STREAM, model: "qwen-plus", n: 2 }]) {
    const response = await faulty("done-without-finish").chat(request);
    const text = await response.text();
    const events = await rightEvents(idOf(response), request);
    const finishes = events.filter((event) => event.includes('"finish_reason":"stop"'));
    assert.equal(finishes.length, request.n ?? 1);
    assert.equal(text, events.filter((event) => !finishes.includes(event)).join(""));
    assert.ok(text.endsWith(DONE));
  }
});

for (const [fault, more] of [["stall", () => ""], ["stall-mid-event", half]]) {
  test(`${fault}: nothing comes any more, and the body stays open`, async () => {
    const response = await faulty({ fault, afterEvents: 3 }).chat(STREAM);
    const events = await rightEvents(idOf(response));
    assert.equal(await readUntilStall(response), events.slice(0, 3).join("") + more(events[3]));
  });
}

test("keep-alives: after the first events comments and empty deltas in turns, with a pause before each", async () => {
  const response = await faulty({ fault: "keep-alives", afterEvents: 3 }).chat(STREAM);
  const events = await rightEvents(idOf(response));
  const empty = withChoice(events[0], '{"delta":{"content":""},"finish_reason":null,"index":0,"logprobs":null}');
  const reader = response.body.getReader();
  const read = async () => new TextDecoder().decode((await reader.read()).value);
  assert.equal((await read()) + (await read()) + (await read()), events.slice(0, 3).join(""));
  const began = performance.now();
  for (let round = 0; round < 3; round += 1) {
    assert.equal(await read(), ": keep-alive\n\n");
    assert.equal(await read(), empty);
  }
  assert.ok(performance.now() - began >= 100, "six pauses of 20 ms");
  await reader.cancel();
});

test("no number of events lets a cut come after the finish reason", async () => {
  for (const fault of ["truncate", "reset", "truncate-between-events", "error-frame", "stall"]) {
    const response = await faulty({ fault, afterEvents: 10_000 }).chat(STREAM);
    const text = fault === "stall" ? await readUntilStall(response) : await response.text().catch(() => "");
    const events = await rightEvents(idOf(response));
    const whole = events.slice(0, -3).join("");
    if (fault !== "reset") assert.ok(text.startsWith(whole), fault);
    assert.ok(!text.includes("[DONE]") && !text.includes(events.at(-3)), fault);
  }
});

test("a fault of streams waits for a stream, one of plain answers for a plain one", async () => {
  for (const fault of [...Object.keys(ENDINGS), "no-done", "done-without-finish", "stall", "stall-mid-event", "keep-alives", "status-as-event"]) {
    const { chat, get, requests } = faulty(fault);
    await get("/models");
    const plain = await chat(QUESTION);
    assert.equal(await plain.text(), await rightAnswer(QUESTION, idOf(plain)), fault);
    await (await chat(STREAM)).body.cancel();
    assert.deepEqual(requests.map((request) => request.fault), [null, null, fault]);
  }
});
