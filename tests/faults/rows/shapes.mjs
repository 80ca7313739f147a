// Networks that do odd things with the bytes of a good answer: all of them are successes.
import { gzipSync } from "node:zlib";
import { ANSWERS, COMPLETE, EVENTS, FRAMINGS, SHORT, event, says } from "./said.mjs";

/** Far longer than any wait of these rows, so that a busy machine fails none. */
const PATIENT = { timeout: { connect: 8000, firstToken: 8000, idle: 8000 } };

export const ZIPPED = { "content-type": "text/event-stream;charset=UTF-8", "content-encoding": "gzip" };

function stream(name, service, network = {}, more = {}) {
  return { name, kind: "stream", service: { answers: [service] }, network: [network], options: PATIENT, expect: { ...COMPLETE, tries: 1 }, ...more };
}

const whole = gzipSync(EVENTS).toString("base64");

export const shapes = {
  title: "Odd networks, good answers",
  rows: [
    ...Object.entries(FRAMINGS).map(([how, framing]) => stream(`a body that comes ${how}`, { ...ANSWERS, ...framing })),
    stream("one byte at a time", says(SHORT), { piece: 1, pause: 0 }),
    stream("every byte in an HTTP chunk of its own", says(SHORT, { body: [{ text: SHORT, cut: 1, pause: 0 }] })),
    stream("a slow first byte", ANSWERS, { wait: 700 }),
    stream("a slow first event", says(EVENTS, { body: [{ wait: 700 }, { text: EVENTS }] })),
    stream("a pause between two events", says(EVENTS, { body: EVENTS.split(/(?<=\n\n)/).map((text) => ({ text, pause: 150 })) })),
    stream("keep-alive comments between the events", says(EVENTS.replaceAll("data:", ": keep-alive\n\ndata:"))),
    stream("gzip", { headers: ZIPPED, body: [{ pieces: [whole] }] }),
    stream("gzip, one byte at a time", { headers: ZIPPED, body: [{ pieces: [whole] }] }, { piece: 1, pause: 0 }),
    stream("a finish reason and no [DONE]", says(EVENTS.replace(event("[DONE]"), ""))),
    stream("a connection that stays open after [DONE]", says(EVENTS, { ending: "hang" })),
    stream("a reader that takes longer between two pieces than `idle`", ANSWERS, { piece: 700, pause: 100 }, {
      pause: 900,
      options: { timeout: { ...PATIENT.timeout, idle: 600 } },
    }),
  ],
};
