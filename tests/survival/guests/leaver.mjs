// Inside Node: opens streams and leaves them, in every way there is; after each hundred it prints what it holds.
import { pages } from "./memory.mjs";
import { argv, stdout } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { APIUserAbortError, Qwen, TruncatedStreamError } from "qwen-edge";

const { total, endless, ended } = JSON.parse(argv[2]);
const AT_ONCE = 5;
const controller = new AbortController();
const { signal } = controller;
const listeners = new Set();
const { addEventListener, removeEventListener } = EventTarget.prototype;
signal.addEventListener = (type, listener, how) => (listeners.add(listener), addEventListener.call(signal, type, listener, how));
signal.removeEventListener = (type, listener, how) => (listeners.delete(listener), removeEventListener.call(signal, type, listener, how));

const question = { model: "qwen-long", messages: [{ role: "user", content: "Go on for ever" }], stream: true };
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
