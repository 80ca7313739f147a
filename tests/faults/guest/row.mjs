// Runs one row inside a runtime and tells what a user of the package sees, as plain JSON. What that ought to be is not known here.
import { inNode, leftTimers, sleep, watched } from "./watch.mjs"; // first: it counts the timers of what is loaded after it
import * as lib from "qwen-edge";

/** A call that has not ended by then hangs, in ms. The longest row is done after three seconds. */
const HUNG = 10_000;

const REQUEST = { model: "qwen-plus", messages: [{ role: "user", content: "How long does the lease run?" }] };

/** What was left behind after all rows: timers of ours, and in Node whatever keeps the process alive, but for its pipes to the runner. */
export function leftovers() {
  const resources = inNode ? process.getActiveResourcesInfo().filter((kind) => kind !== "PipeWrap" && kind !== "CloseReq") : [];
  return { timers: leftTimers(), resources };
}

/**
 * @param {{ baseURL: string, kind: string, options?: object, pause?: number, abortAfter?: number, readURL?: string, before?: string }} row
 *   `before` is the text that comes before the fault: once it has been read, `readURL` is told, if there is one
 */
export async function runRow(row) {
  const { controller, signal, standing, unhandled } = watched();
  const seen = { text: "", state: null, error: null, retries: [], hung: false };
  const client = new lib.Qwen({
    apiKey: "sk-test",
    dangerouslyAllowBrowser: true,
    baseURL: row.baseURL,
    maxRetries: 0,
    logLevel: "off",
    onRetry: ({ attempt, delay, error }) => seen.retries.push({ attempt, delay, why: error.name }),
    ...row.options,
  });
  const call = KINDS[row.kind](client, signal, row, seen).catch((error) => void (seen.error = described(error)));
  const patience = new AbortController();
  if (row.abortAfter) void sleep(row.abortAfter).then(() => controller.abort());
  const hung = sleep(HUNG, patience.signal).then(() => (seen.hung = true), () => {});
  await Promise.race([call, hung]);
  patience.abort();
  if (seen.hung) controller.abort();
  return { ...seen, listeners: standing.size, unhandled: await unhandled() };
}

const KINDS = {
  async stream(client, signal, row, seen) {
    const stream = await client.chat.completions.create({ ...REQUEST, stream: true }, { signal });
    const told = teller(row);
    const texts = stream.text();
    const { end } = stream;
    let thrown;
    try {
      await told(seen.text);
      for await (const text of texts) {
        seen.text += text;
        await told(seen.text);
        if (row.pause) await sleep(row.pause);
      }
    } catch (error) {
      thrown = error;
    }
    await tellEnd(await end, stream, thrown, seen);
  },

  async plain(client, signal, _, seen) {
    const completion = await client.chat.completions.create(REQUEST, { signal });
    seen.text = completion.choices[0].message.content;
  },

  async upload(client, signal, _, seen) {
    const file = new File(["lease ".repeat(50_000)], "lease.txt", { type: "text/plain" });
    seen.text = (await client.files.create({ file, purpose: "file-extract" }, { signal })).id;
  },

  /** No call, but everything that must not be left behind: proves that it would be noticed. */
  async careless(_client, signal, _, seen) {
    void Promise.reject(new Error("careless"));
    signal.addEventListener("abort", () => {});
    const timer = setTimeout(() => {}, HUNG);
    seen.timers = leftTimers();
    clearTimeout(timer);
  },
};

/** The end of a stream as told by `end`, by iteration and by the helpers: they must agree. */
async function tellEnd(end, stream, thrown, seen) {
  seen.state = end.state;
  seen.error = thrown === undefined ? null : described(thrown);
  const helper = await stream.finalChatCompletion().catch((error) => error);
  seen.disagreements = [
    ...((await stream.end) === end ? [] : ["a second `end` is another one"]),
    ...(end.error === thrown ? [] : ["`end.error` is not what iterating has thrown"]),
    ...((thrown === undefined ? helper instanceof Error : helper !== thrown) ? ["finalChatCompletion() tells another story"] : []),
  ];
}

/** Tells the proxy, once, that all that comes before the fault has been read. */
function teller({ readURL, before }) {
  let told = readURL === undefined;
  return async (text) => {
    if (told || text.length < before.length) return;
    told = true;
    await fetch(readURL, { mode: "no-cors" });
  };
}

function described(error) {
  if (!lib.QwenError.isInstance(error)) return { name: `not an error of ours: ${error?.stack ?? String(error)}` };
  const { name, code, status, retryAfter, kind, partial, message } = error;
  return { name, code, status, retryAfter, kind, message, partial: partial?.choices[0]?.message.content, isAPIError: error instanceof lib.APIError };
}
