// One hand-written answer, step by step, on a real socket. A new behaviour is a new step here.
//
//   { text, cut?, pause? }   the text's UTF-8 bytes in pieces of `cut` bytes (default: all at once), `pause` ms (default 1) after each
//   { pieces, pause? }       the given pieces, each base64, each in a write of its own
//   { wait }                 nothing for so many ms
//   { repeat, every }        the text every `every` ms until the client closes the connection
//   { tokens }               a chat chunk every `tokens` ms until the client closes the connection; each is counted
// framing: "chunked" (default, unless the headers have a content-length) | "close" (the end of the connection is the end of the body)
// ending: "clean" (default) | "hang" (the body stays open) | "cut" (the socket is closed, the body unfinished) | "reset" (TCP RST)
import { setTimeout as sleep } from "node:timers/promises";
import { chunk } from "../wire.mjs";

const EVENT_STREAM = { "content-type": "text/event-stream;charset=UTF-8" };

/** A pause long enough that two writes arrive as two reads, nearly always. */
const BETWEEN_WRITES = 1;

/**
 * @param {import("node:http").ServerResponse} response
 * @param {AbortSignal} gone fires when the client has closed the connection
 */
export async function play(answer, response, seen, gone) {
  try {
    if (answer.headAfter) await sleep(answer.headAfter, undefined, { signal: gone });
    response.socket?.setNoDelay(true);
    if (answer.framing === "close") response.removeHeader("transfer-encoding"); // what Node takes for: neither length nor chunks
    response.writeHead(answer.status ?? 200, answer.headers ?? EVENT_STREAM);
    response.flushHeaders();
    for (const step of answer.body ?? []) await perform(step, response, seen, gone);
    end(response, answer.ending ?? "clean");
  } catch (error) {
    if (!gone.aborted) throw error; // the client went away in the middle: that is what `seen.closed` says
  }
}

async function perform(step, response, seen, gone) {
  if (step.wait !== undefined) return sleep(step.wait, undefined, { signal: gone });
  if (step.tokens !== undefined) return generate(step.tokens, response, seen, gone);
  if (step.repeat !== undefined) return repeat(step, response, gone);
  for (const piece of step.pieces ? step.pieces.map(fromBase64) : cutInto(Buffer.from(step.text), step.cut)) {
    gone.throwIfAborted();
    response.write(piece);
    await sleep(step.pause ?? BETWEEN_WRITES, undefined, { signal: gone });
  }
}

async function repeat({ repeat: text, every }, response, gone) {
  for (;;) {
    response.write(text);
    await sleep(every, undefined, { signal: gone });
  }
}

/** Generates tokens as the service does: until nobody listens (reference 4.4). */
async function generate(every, response, seen, gone) {
  for (;;) {
    response.write(chunk({ content: `token${seen.tokens} ` }));
    seen.tokens += 1;
    await sleep(every, undefined, { signal: gone });
  }
}

function end(response, ending) {
  if (ending === "clean") response.end();
  else if (ending === "cut") response.socket?.destroy();
  else if (ending === "reset") response.socket?.resetAndDestroy();
  else if (ending !== "hang") throw new Error(`no such ending: ${ending}`);
}

function fromBase64(text) {
  return Buffer.from(text, "base64");
}

function* cutInto(bytes, size = bytes.length) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
