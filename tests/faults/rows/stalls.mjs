// Connections that stay open and say nothing: each clock ends what it watches, and closes the connection. A stall here never ends by itself.
import { wholeAnswer } from "../../runtime/wire.mjs";
import { ANSWERS, CLOCK, COMPLETE, FAR, FINISH, FIRST, JSON_TYPE, LATE, LONG_CLOCK, PIECES, ROLE, WHOLE, chunk, inFirefox, says, stalled } from "./said.mjs";

function clocks(own) {
  return { timeout: { connect: FAR, firstToken: FAR, idle: FAR, reasoning: FAR, total: FAR, ...own } };
}

/** The network stalls `after` something, or the service itself does, where no place is given. */
function stream(name, service, { after, less }, own, expect) {
  const network = [after === undefined ? {} : { after, less, then: "stall" }];
  return { name, kind: "stream", service: { answers: [service] }, network, options: clocks(own), expect: { ...expect, tries: 1 } };
}

const HEAD = { after: "\r\n\r\n" };
const thought = (reasoning_content) => chunk({ content: null, reasoning_content });

/** For ever, but far more often than the clock: whatever resets the clock by mistake is seen. */
function forEver(repeat, before = "") {
  return says(before, { body: [{ text: before }, { repeat, every: 30 }] });
}

const first = { firstToken: CLOCK };
const idle = { idle: CLOCK };
const COMMENT = ": keep-alive\n\n";
const BEGUN = ROLE + FIRST;

export const stalls = {
  title: "Silence",
  rows: [
    stream("no head comes", ANSWERS, { after: 0 }, { connect: LONG_CLOCK }, LATE),
    { ...stream("no head comes, and `timeout` is a number", ANSWERS, { after: 0 }, {}, LATE), options: { timeout: LONG_CLOCK } },
    stream("half a head comes", ANSWERS, { after: 20 }, { connect: LONG_CLOCK }, LATE),
    stream("nothing comes after the head", ANSWERS, HEAD, { ...first, connect: LONG_CLOCK }, inFirefox(stalled("first_token", ""), LATE)),
    stream("nothing comes after half an event", ANSWERS, { after: ROLE, less: 60 }, first, stalled("first_token", "")),
    stream("nothing comes after the role", ANSWERS, { after: ROLE }, first, stalled("first_token", "")),
    stream("only comments come after the head", forEver(COMMENT), {}, first, stalled("first_token", "")),
    stream("only empty deltas come after the head", forEver(chunk({ content: "" })), {}, first, stalled("first_token", "")),
    stream("nothing comes after a piece of the answer", ANSWERS, { after: FIRST }, idle, stalled("idle", PIECES[0])),
    stream("nothing comes after half an event of the answer", ANSWERS, { after: PIECES[1] }, idle, stalled("idle", PIECES[0])),
    stream("nothing comes after half a character", ANSWERS, { after: PIECES[1], less: 1 }, idle, stalled("idle", PIECES[0])),
    stream("only comments come after a piece of the answer", forEver(COMMENT, BEGUN), {}, idle, stalled("idle", PIECES[0])),
    stream("only empty deltas come after a piece of the answer", forEver(chunk({ content: "" }), BEGUN), {}, idle, stalled("idle", PIECES[0])),
    stream("only roles come after a piece of the answer", forEver(ROLE, BEGUN), {}, idle, stalled("idle", PIECES[0])),
    stream("nothing comes after a thought", says(ROLE + thought("Let me see."), { ending: "hang" }), {}, { reasoning: CLOCK }, stalled("reasoning", "")),
    stream("a thought takes longer than `idle`, not longer than `reasoning`", says("", { body: [{ text: thought("Let me") }, { wait: 900 }, { text: thought(" see.") + ANSWERS.body[0].text }] }), {}, { idle: 600 }, COMPLETE),
    stream("nothing comes after the finish reason", ANSWERS, { after: FINISH }, idle, COMPLETE),
    stream("the answer goes on for longer than `total`", forEver(chunk({ content: "。" }), BEGUN), {}, { total: LONG_CLOCK }, { ...stalled("total", ""), text: { startsWith: PIECES[0] } }),
    {
      ...stream("nobody answers, and the caller aborts", ANSWERS, { after: 0 }, {}, { error: "APIUserAbortError", code: "aborted", text: "" }),
      abortAfter: LONG_CLOCK,
    },
    {
      ...stream("nothing more comes, and the caller aborts", ANSWERS, { after: FIRST }, {}, { state: "aborted", error: "APIUserAbortError", code: "aborted", text: PIECES[0] }),
      abortAfter: LONG_CLOCK,
    },
  ],
};

const plainAnswer = { headers: JSON_TYPE, body: [{ text: wholeAnswer(WHOLE) }] };

function plain(name, fault, own, expect) {
  return { name, kind: "plain", service: { answers: [plainAnswer] }, network: [{ ...fault, then: "stall" }], options: clocks(own), expect: { ...expect, tries: 1 } };
}

export const plainStalls = {
  title: "Silence in a plain answer or a refusal",
  rows: [
    plain("no head of a plain answer comes", { after: 0 }, { connect: LONG_CLOCK }, LATE),
    plain("a plain answer stops inside the body", { after: WHOLE }, idle, { error: "StallTimeoutError", code: "idle_timeout", text: "" }),
    plain("a plain answer stops inside the body, and `total` is over", { after: WHOLE }, { total: LONG_CLOCK }, { error: "StallTimeoutError", code: "total_timeout", text: "" }),
    refused("a refusal stops inside its body", [{ text: '{"error":{"message":"The' }]),
    refused("a refusal has a body without end", [{ repeat: "busy ".repeat(100), every: 10 }]),
  ],
};

/** A status says enough, whatever becomes of its body. */
function refused(name, body) {
  const service = { answers: [{ status: 503, headers: JSON_TYPE, body, ending: "hang" }] };
  return { name, kind: "stream", service, network: [{}], options: clocks({ connect: LONG_CLOCK }), expect: { error: "InternalServerError", status: 503, text: "", tries: 1 } };
}
