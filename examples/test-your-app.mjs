// How to test what your app makes of a service that fails, without a key, a network or a wait: the emulator fails by name.
//
//   npm install qwen-edge && node --test test-your-app.mjs
import assert from "node:assert/strict";
import test from "node:test";
import { Qwen, RateLimitError, TruncatedStreamError } from "qwen-edge";
import { createEmulator } from "qwen-edge/testing";

/** The app under test, in your project a module of its own. It takes the client, so that tests can bring theirs. */
async function whatTheReaderSees(qwen, contract, question) {
  let text = "";
  try {
    const stream = await qwen.ask({ documents: [contract], question });
    for await (const piece of stream.text()) text += piece;
    return { text, notice: null };
  } catch (error) {
    if (error instanceof TruncatedStreamError) return { text, notice: "The answer was cut off. Ask again?" };
    if (error instanceof RateLimitError) return { text, notice: "Too many questions at the moment. Try again in a minute." };
    throw error;
  }
}

/** The app on an emulator that fails as told. The path keeps the upload before the question out of it. */
async function ask(fault) {
  const emulator = createEmulator({ faults: [{ path: "/chat/completions", ...fault }] });
  const qwen = new Qwen({ apiKey: "sk-emulator", fetch: emulator.fetch });
  const contract = new File(["The contract runs two years from its signature."], "contract.txt");
  const seen = await whatTheReaderSees(qwen, contract, "How long does the contract run?");
  // What each request met. Look at it: a fault that never happened proves nothing.
  const met = emulator.requests.filter(({ url }) => url.endsWith("/chat/completions")).map((request) => request.fault);
  return { ...seen, met };
}

test("an answer that is cut off stays on the page, with a notice", async () => {
  const { text, notice, met } = await ask({ fault: "truncate", afterEvents: 6 });
  assert.equal(notice, "The answer was cut off. Ask again?");
  assert.ok(text.length > 0 && !text.includes("two years"), text);
  assert.deepEqual(met, ["truncate"]); // a stream that has begun is never asked for again behind your back
});

test("a short throttling is waited out, and nobody notices", async () => {
  const { text, notice, met } = await ask({ fault: "limit-requests", retryAfterMs: "5" });
  assert.equal(notice, null);
  assert.match(text, /two years/);
  assert.deepEqual(met, ["limit-requests", null]);
});

test("a throttling that does not end is said", async () => {
  const { text, notice, met } = await ask({ fault: "limit-requests", times: "always", retryAfterMs: "5" });
  assert.deepEqual([text, notice], ["", "Too many questions at the moment. Try again in a minute."]);
  assert.equal(met.length, 3); // the client's `maxRetries` is 2
});
