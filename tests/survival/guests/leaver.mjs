// Inside Node: opens streams and leaves them, in every way there is; after each hundred it prints what it holds.
import { pages } from "./memory.mjs";
import { argv, stdout } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { APIUserAbortError, Qwen, StallTimeoutError, StreamDecodeError, TruncatedStreamError } from "qwen-edge";

const { total, endless, ended } = JSON.parse(argv[2]);
const AT_ONCE = 5;
const controller = new AbortController();
const { signal } = controller;
const listeners = new Set();
const { addEventListener, removeEventListener } = EventTarget.prototype;
signal.addEventListener = (type, listener, how) => (listeners.add(listener), addEventListener.call(signal, type, listener, how));
signal.removeEventListener = (type, listener, how) => (listeners.delete(listener), removeEventListener.call(signal, type, listener, how));

const question = { model: "qwen-long", messages: [{ role: "user", content: "Go on for ever" }], stream: true };
const folded = { ...question, model: "qwq-plus" };
const batch = { id: "batch_1", status: "completed", output_file_id: "file-1" };
const run = (one) => one.chat.completions.runTools({ ...question, model: "qwen-plus", tools: [{ name: "x", execute: () => "" }] }, { signal });
const client = (baseURL) => new Qwen({ apiKey: "sk-test", baseURL, maxRetries: 0 });
const [qwen, broken] = [client(endless), ended.map(client)];
const open = () => qwen.chat.completions.create(question, { signal });

/** Every way a stream ends before its end. Each throws where it does not end as it should. */
const WAYS = [
  async () => {
    for await (const text of (await open()).text()) if (text) break;
  },
  async () => {
    for await (const chunk of await open()) if (chunk.choices[0]?.delta.content) break;
  },
  async () => {
    const texts = (await open()).text();
    await texts.next();
    const pending = texts.next();
    await texts.return();
    await pending;
  },
  async () => {
    const stream = await open();
    const texts = stream.text();
    await texts.next();
    stream.abort("enough");
    await fails(texts.next(), APIUserAbortError);
  },
  async () => {
    const stream = await open();
    const final = stream.finalContent();
    await sleep(5);
    stream.abort();
    await fails(final, APIUserAbortError);
  },
  async () => {
    const own = new AbortController();
    const texts = (await qwen.chat.completions.create(question, { signal: own.signal })).text();
    await texts.next();
    own.abort();
    await fails(texts.next(), APIUserAbortError);
  },
  ...broken.map((one) => async () => fails((await one.chat.completions.create(question, { signal })).finalContent(), TruncatedStreamError)),
  // Views that are read further, several at a time, one of them while it waits.
  async () => {
    const stream = await open();
    const [text, audio] = [stream.text(), stream.audio()];
    await text.next();
    const pending = audio.next();
    await sleep(2);
    await audio.return();
    await pending;
    await text.return();
  },
  async () => {
    const stream = await open();
    const [reasoning, value] = [stream.reasoning(), stream.partialJSON()];
    await reasoning.next();
    await fails(value.next(), StreamDecodeError);
  },
  async () => {
    const body = (await open()).toReadableStream().getReader();
    await body.read();
    await body.cancel();
  },
  // Streams of other makes.
  async () => {
    for await (const text of (await qwen.chat.completions.continue({ ...question, prefix: "x", model: "qwen-plus" }, { signal })).text()) if (text) break;
  },
  async () => {
    for await (const text of (await qwen.translate({ text: "x", target_lang: "en" }, { signal })).text()) if (text) break;
  },
  async () => {
    const own = new AbortController();
    const answer = qwen.chat.completions.create({ ...folded, stream: false }, { signal: own.signal });
    setTimeout(() => own.abort(), 50);
    await fails(answer, APIUserAbortError);
  },
  async () => fails(qwen.chat.completions.create({ ...folded, stream: false }, { signal, timeout: { total: 250 } }), StallTimeoutError),
  ...broken.map((one) => async () => fails(one.chat.completions.create({ ...folded, stream: false }, { signal }), TruncatedStreamError)),
  // Runs of tools.
  async () => {
    for await (const event of run(qwen)) if (event.type === "text") break;
  },
  async () => {
    const running = run(qwen);
    const events = running[Symbol.asyncIterator]();
    while ((await events.next()).value.type !== "text");
    const pending = events.next();
    running.abort();
    await fails(pending, APIUserAbortError);
    await fails(running.finalContent(), APIUserAbortError);
  },
  ...broken.map((one) => async () => fails(run(one).finalContent(), TruncatedStreamError)),
  // Results of a batch.
  async () => {
    for await (const result of qwen.batches.results(batch, { signal })) if (!result.ok) break;
  },
  async () => {
    const results = qwen.batches.results(batch, { signal });
    await results.next();
    const pending = results.next();
    await results.return();
    await pending;
  },
];

let begun = 0;
for (let done = 100; done <= total; done += 100) {
  await Promise.all(Array.from({ length: AT_ONCE }, () => leaveUntil(done)));
  await sleep(100); // sockets close a little later
  const held = process.getActiveResourcesInfo();
  const count = (/** @type {string} */ kind) => held.filter((one) => one === kind).length;
  stdout.write(`${JSON.stringify({ done, pages: pages(), listeners: listeners.size, timers: count("Timeout"), sockets: count("TCPSocketWrap") })}\n`);
}

async function leaveUntil(last) {
  while (begun < last) await WAYS[begun++ % WAYS.length]?.();
}

async function fails(promise, kind) {
  const end = await promise.then((value) => value, (error) => error);
  if (!(end instanceof kind)) throw new Error(`expected ${kind.name}, found ${end?.stack ?? JSON.stringify(end)}`);
}
