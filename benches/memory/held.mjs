// Inside a process of its own: what is held in linear memory after so much work. Counts, not times: pages of 64 KiB, which are never given back.
import { pages } from "../../tests/survival/guests/memory.mjs"; // before qwen-edge
import { argv, memoryUsage, stdout } from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { events, Qwen } from "qwen-edge";
import { body } from "../streams.mjs";

const MB = 1_000_000;
const QUESTION = { model: "qwen-long", messages: [{ role: "user", content: "?" }], stream: true };
const READ = 65_536;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

const client = (fetch) => new Qwen({ apiKey: "sk-bench", baseURL: "https://service.example/v1", fetch, maxRetries: 0 });
const chat = (response) => client(async () => response).chat.completions.create(QUESTION);

/** A delta whose text is one character, wherever it stands, and where the whole text is then. */
const CONTENT = ['"content":"a"', ({ content }) => content];
const REASONING = ['"content":null,"reasoning_content":"a"', ({ reasoning_content }) => reasoning_content];
const ARGUMENTS = ['"content":null,"tool_calls":[{"index":0,"function":{"arguments":"a"}}]', ({ tool_calls: [call] }) => call.function.arguments];

/** Name -> what is in a long stream, and what of the answer is iterated. */
const STREAMS = {
  chunks: [CONTENT, (stream) => stream],
  "text()": [CONTENT, (stream) => stream.text()],
  "chunks, reasoning": [REASONING, (stream) => stream],
  "reasoning()": [REASONING, (stream) => stream.reasoning()],
  "chunks, a tool call": [ARGUMENTS, (stream) => stream],
};

/** Name -> what is done, with the number on the command line; the pages before its end, where it has more. */
const WORK = {
  ...Object.fromEntries(Object.entries(STREAMS).map(([name, [text, read]]) => [name, (count) => answer(count, text, read)])),

  "events()": (count) => longStream(count, CONTENT[0], async (response) => events(response)),

  async "inline document"(megabytes) {
    await answered(megabytes * MB, (text, qwen) => qwen.ask({ documents: [{ text: "a".repeat(text) }], question: "?" }));
  },

  async upload(megabytes) {
    const file = new File([new Uint8Array(megabytes * MB)], "large.pdf");
    const uploaded = { id: "file-fe-1", object: "file", bytes: file.size, filename: file.name, purpose: "file-extract", status: "processed", created_at: 1764499365 };
    let sent = 0;
    const fetch = async (url, init) => {
      for await (const piece of new Request(url, { ...init, duplex: "half" }).body) sent += piece.length;
      return Response.json(uploaded);
    };
    await client(fetch).files.create({ file, purpose: "file-extract" });
    if (sent < file.size) throw new Error(`${sent} bytes were sent`);
  },
};

const [what, amount] = [argv[2], Number(argv[3])];
await answered(1000, (text, qwen) => qwen.ask({ documents: [{ text: "a".repeat(text) }], question: "?" })); // the core has started
const before = pages();
const { early = before, heap } = (await WORK[what](amount)) ?? {};
stdout.write(JSON.stringify({ what, amount, pages: { before, early, after: pages() }, heap }));

async function answered(size, ask) {
  let sent = 0;
  const fetch = async (_url, init) => {
    sent = init.body.length;
    return new Response(body("English", 20));
  };
  await (await ask(size, client(fetch))).finalContent();
  if (sent < size) throw new Error(`${sent} bytes were sent`);
}

/** The same of an answer, of which nothing may be missing at the end. */
async function answer(count, [delta, text], read) {
  let stream;
  const held = await longStream(count, delta, async (response) => read((stream = await chat(response))));
  const { length } = text(await stream.finalMessage());
  if (length < count) throw new Error(`${length} characters of ${count} were kept`);
  return held;
}

/** Pages when a tenth of the events has come; bytes of JavaScript's heap that the rest has added for good. */
async function longStream(count, delta, read) {
  let [early, heap] = [0, 0];
  const body = repeated(count, delta, (at) => {
    if (at === Math.floor(count / 10)) [early, heap] = [pages(), heapUsed()];
  });
  for await (const _ of await read(new Response(body)));
  return { early, heap: heapUsed() - heap };
}

function heapUsed() {
  collect();
  return memoryUsage().heapUsed;
}

/** An answer of `count` events of one character each, in reads of 64 KiB. */
function repeated(count, delta, passed) {
  const event = (choice) => `data: {"choices":[${choice}],"object":"chat.completion.chunk","usage":null,"created":1764500101,"model":"qwen-long","id":"chatcmpl-1"}\n\n`;
  const middle = event(`{"delta":{${delta}},"finish_reason":null,"index":0,"logprobs":null}`);
  const perRead = Math.floor(READ / middle.length);
  const full = new TextEncoder().encode(middle.repeat(perRead));
  const end = new TextEncoder().encode(event('{"delta":{},"finish_reason":"stop","index":0,"logprobs":null}') + "data: [DONE]\n\n");
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= count) {
        controller.enqueue(end);
        return controller.close();
      }
      for (const now = at; at < now + perRead; at += 1) passed(at);
      controller.enqueue(full.slice());
    },
  });
}
