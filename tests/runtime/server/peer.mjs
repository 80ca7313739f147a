// A peer is one scripted stand-in of the service: it answers requests as its script says and remembers what it saw.
// Scripts are plain JSON, so that a test inside a browser or a Worker can register one over HTTP.
//
//   { answers: [{ status, headers, headAfter, readBody, body: [step…], ending }] }   hand-written; the i-th request gets the i-th answer, the last repeats
//   { answers: [{ says: "text" }] }                                                  a complete answer, streamed or not as the request wants it
//   { emulator: options }                                                            `qwen-edge/testing`, made reachable for pages
//   { emulator: options, cors: "strict" }                                            the same, as closed to pages as the service is (reference 1.6)
//   { emulator: options, gateway: options }                                          the same behind `qwen-edge/gateway`
//   { answers: […], gateway: options }                                               a hand-written service behind the gateway
import { answer as streamed, wholeAnswer } from "../wire.mjs";
import { play } from "./steps.mjs";

/** How many bytes of a request body a peer keeps to show; the rest is only counted. */
const KEPT_BODY = 64 * 1024;

/** @typedef {{ method: string, path: string, headers: Record<string, string>, bytes: number, body: string }} SeenRequest */

/** A peer whose answers are written by hand. */
export class Peer {
  /** @param {{ answers: object[] }} script */
  constructor(script) {
    this.script = script;
    /** What the peer has seen so far: the one thing tests read. */
    this.seen = {
      /** @type {SeenRequest[]} */ requests: [],
      /** answers that are being written now */ open: 0,
      /** answers that ended as the script said */ ended: 0,
      /** answers that the other side closed before their end */ closed: 0,
      /** requests whose body never came to its end */ uploadsCut: 0,
      /** server-sent events written by `tokens` steps */ tokens: 0,
    };
  }

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   * @param {string} path what follows the peer's base URL
   */
  async answer(request, response, path) {
    const seen = this.seen;
    const answer = this.script.answers[Math.min(seen.requests.length, this.script.answers.length - 1)];
    const entry = { method: request.method ?? "", path, headers: { ...request.headers }, bytes: 0, body: "" };
    seen.requests.push(/** @type {SeenRequest} */ (entry));
    seen.open += 1;
    const gone = new AbortController();
    response.once("close", () => {
      seen.open -= 1;
      if (response.writableFinished) seen.ended += 1;
      else seen.closed += 1;
      gone.abort();
    });
    if (await readBody(request, entry, answer.readBody)) await play(spelledOut(answer, entry.body), response, seen, gone.signal);
    else seen.uploadsCut += 1;
  }
}

/** An answer that `says` something, as steps. */
function spelledOut(answer, requestBody) {
  if (answer.says === undefined) return answer;
  if (JSON.parse(requestBody).stream) return { body: [{ text: streamed(answer.says) }] };
  return { headers: { "content-type": "application/json" }, body: [{ text: wholeAnswer(answer.says) }] };
}

/**
 * Reads a request body; `slow` takes a piece every 20 ms, so that an upload of some megabytes is still under way when a test aborts it.
 * @returns {Promise<boolean>} whether the body came to its end
 */
async function readBody(request, entry, pace = "fast") {
  const kept = [];
  try {
    for await (const piece of request) {
      if (entry.bytes < KEPT_BODY) kept.push(piece);
      entry.bytes += piece.length;
      if (pace === "slow") await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } catch {
    return false;
  } finally {
    entry.body = Buffer.concat(kept).subarray(0, KEPT_BODY).toString("utf8");
  }
  return request.complete;
}
