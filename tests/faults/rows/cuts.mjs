// Connections that break in the middle of an answer: at every kind of place, in every way. Nothing is tried again here: see retries.mjs.
import { constants, gzipSync } from "node:zlib";
import { errorBody, wholeAnswer } from "../../runtime/wire.mjs";
import { ANSWERS, COMPLETE, EVENTS, FINISH, FIRST, FRAMINGS, JSON_TYPE, PIECES, ROLE, UNREACHED, WHOLE, event, inFirefox, says, truncated } from "./said.mjs";
import { ZIPPED } from "./shapes.mjs";

const END_OF_HEAD = { after: "\r\n\r\n" };

/** Where an answer can be cut, and what a user has then. */
const PLACES = {
  "inside the head": [{ after: 12 }, UNREACHED],
  "right after the head": [END_OF_HEAD, inFirefox(truncated(""), UNREACHED)],
  "inside the first event": [{ after: ROLE, less: 60 }, truncated("")],
  "between two events": [{ after: FIRST }, truncated(PIECES[0])],
  "inside an event": [{ after: `"content":"${PIECES[1]}` }, truncated(PIECES[0])],
  "inside a character": [{ after: PIECES[1], less: 1 }, truncated(PIECES[0])],
  "before the finish reason": [{ after: FINISH, less: FINISH.length }, truncated(WHOLE)],
  "between the finish reason and [DONE]": [{ after: FINISH }, COMPLETE],
  "inside [DONE]": [{ after: "[DO" }, COMPLETE],
};

function stream(name, service, fault, expect) {
  return { name, kind: "stream", service: { answers: [service] }, network: [{ ...fault, whenRead: expect !== UNREACHED }], expect: { ...expect, tries: 1 } };
}

/** Other ways for a connection to end, at the places that differ. */
function broken(how, then) {
  const places = ["right after the head", "inside an event", "between the finish reason and [DONE]"];
  return places.map((place) => stream(`${how} ${place}`, ANSWERS, { ...PLACES[place][0], then }, PLACES[place][1]));
}

/** A body that the end of the connection ends is, when that comes, an empty body in good order: in Firefox too. */
function expected({ framing }, expect) {
  return framing === "close" && expect.in ? truncated("") : expect;
}

/** What a server has compressed and flushed before the finish reason. */
const zipped = gzipSync(EVENTS.slice(0, EVENTS.indexOf(FINISH)), { finishFlush: constants.Z_SYNC_FLUSH }).toString("base64");

export const cuts = {
  title: "Broken streams",
  rows: [
    ...Object.entries(FRAMINGS).flatMap(([how, framing]) =>
      Object.entries(PLACES).map(([place, [fault, expect]]) => stream(`a body that comes ${how} is cut ${place}`, { ...ANSWERS, ...framing }, { ...fault, then: "close" }, expected(framing, expect))),
    ),
    stream("a connection is reset before the head", ANSWERS, { after: 0, then: "reset" }, UNREACHED),
    ...broken("a connection is reset", "reset"),
    stream("a connection is half closed before the head", ANSWERS, { after: 0, then: "half-close" }, UNREACHED),
    ...broken("a connection is half closed", "half-close"),
    stream("a gzipped body is cut", { headers: ZIPPED, body: [{ pieces: [zipped] }], ending: "cut" }, {}, { ...truncated(""), text: { startOf: WHOLE } }),
    stream("an answer ends without a finish reason, in good order", says(EVENTS.slice(0, EVENTS.indexOf(FINISH))), {}, truncated(WHOLE)),
    stream("an error comes as an event, and the connection stays open", says(FIRST + event(errorBody("data_inspection_failed", "Output data may contain inappropriate content.", "req-row")), { ending: "hang" }), {}, { state: "error", error: "APIError", code: "data_inspection_failed", text: PIECES[0] }),
    stream("a page comes instead of a stream, and never ends", { headers: { "content-type": "text/html" }, body: [{ repeat: "<p>Please wait.</p>\n", every: 20 }] }, {}, { state: "error", error: "StreamDecodeError", code: "unexpected_content_type", text: "" }),
    stream("a stream that says it is something else", says(EVENTS, { headers: { "content-type": "application/xml" } }), {}, { state: "error", error: "StreamDecodeError", code: "unexpected_content_type", text: "" }),
    stream("a body without a single byte", says(""), {}, truncated("")),
  ],
};

const plainAnswer = { headers: JSON_TYPE, body: [{ text: wholeAnswer(WHOLE) }] };

function plain(name, service, fault, expect) {
  return { name, kind: "plain", service: { answers: [{ ...plainAnswer, ...service }] }, network: [fault], expect: { ...expect, tries: 1 } };
}

const BROKEN_BODY = { error: "APIConnectionError", code: "body_broken", text: "" };
const NO_JSON = { error: "StreamDecodeError", code: "malformed_body", text: "" };
const cutInside = { after: WHOLE, then: "close" };
const withLength = { headers: { ...JSON_TYPE, "content-length": String(Buffer.byteLength(wholeAnswer(WHOLE))) } };

export const plainCuts = {
  title: "Broken plain answers",
  rows: [
    plain("a plain answer", {}, {}, { text: WHOLE }),
    plain("a plain answer, one byte at a time", {}, { piece: 1, pause: 0 }, { text: WHOLE }),
    plain("a plain answer is cut inside the head", {}, { after: 12, then: "close" }, UNREACHED),
    plain("a plain answer in chunks is cut inside the body", {}, cutInside, BROKEN_BODY),
    plain("a plain answer in chunks on a connection that is to be closed is cut inside the body", { headers: { ...JSON_TYPE, connection: "close" } }, cutInside, { ...BROKEN_BODY, in: { Node: NO_JSON } }),
    plain("a plain answer with a content-length is cut inside the body", withLength, cutInside, BROKEN_BODY),
    plain("a plain answer that comes until the connection closes is cut inside the body", { framing: "close" }, cutInside, NO_JSON),
    plain("a plain answer is reset inside the body", {}, { ...cutInside, then: "reset" }, { ...BROKEN_BODY, code: undefined }),
    plain("a plain answer without a body", { body: [] }, {}, NO_JSON),
  ],
};
