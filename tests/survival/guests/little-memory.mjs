// What every runtime does when the engine gives the wasm little memory: an event that does not fit makes the allocation fail, which is a panic
// of Rust, which is a true trap.
import * as lib from "qwen-edge";

/** Whoever waits longer hangs, in ms. */
const HANGS = 5000;

const question = { model: "qwen-long", messages: [{ role: "user", content: "Go on" }] };

/**
 * Reads a stream that is too large beside one that goes on, then calls again.
 * @param {{ tooLarge: string, endless: string, plain: string }} peers their addresses
 */
export async function trapOnce({ tooLarge, endless, plain }) {
  const neighbour = await open(endless);
  const texts = neighbour.text();
  await texts.next();
  const going = outcome(readOn(texts));
  const victim = await open(tooLarge);
  const [failed, state] = [await outcome(victim.finalContent()), await within(victim.end.then((end) => end.state))];
  return { failed, state, neighbour: await going, next: await outcome(client(plain).chat.completions.create(question).then((answer) => answer.choices[0].message.content)) };
}

const client = (baseURL) => new lib.Qwen({ apiKey: "sk-test", dangerouslyAllowBrowser: true, baseURL, maxRetries: 0 });
const open = (baseURL) => client(baseURL).chat.completions.create({ ...question, stream: true });

async function readOn(texts) {
  for (;;) if ((await texts.next()).done) return "ended";
}

function within(promise) {
  return Promise.race([promise, new Promise((resolve) => setTimeout(resolve, HANGS, "hangs"))]);
}

/** As plain JSON. A trap is told by its class; what an engine says of it is its own. */
function outcome(promise) {
  const told = promise.then(
    (value) => value,
    (error) => ({ error: error?.name, code: error?.code, retryable: error instanceof lib.APIConnectionError, trap: error?.cause instanceof WebAssembly.RuntimeError }),
  );
  return within(told);
}
