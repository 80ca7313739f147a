// Inside a process of its own: what is held in linear memory after so much work. Counts, not times: pages of 64 KiB, which are never given back.
import { pages } from "../../tests/survival/guests/memory.mjs"; // before qwen-edge
import { argv, stdout } from "node:process";
import { events, Qwen } from "qwen-edge";
import { body } from "../streams.mjs";

const MB = 1_000_000;
const QUESTION = { model: "qwen-long", messages: [{ role: "user", content: "?" }], stream: true };
const READ = 65_536;

const client = (fetch) => new Qwen({ apiKey: "sk-bench", baseURL: "https://service.example/v1", fetch, maxRetries: 0 });
const chat = (response) => client(async () => response).chat.completions.create(QUESTION);

/** Ways to read a stream: each gives something to iterate. */
const READERS = {
  chunks: chat,
  "text()": async (response) => (await chat(response)).text(),
  "events()": async (response) => events(response),
};

/** Name -> what is done, with the number on the command line. */
const WORK = {
  /** A stream of so many events whose texts are one character: the text itself is the answer's, and is held on purpose. */
  ...Object.fromEntries(Object.entries(READERS).map(([name, read]) => [name, (count) => longStream(count, read)])),

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
const early = (await WORK[what](amount)) ?? before;
stdout.write(JSON.stringify({ what, amount, pages: { before, early, after: pages() } }));

async function answered(size, ask) {
  let sent = 0;
  const fetch = async (_url, init) => {
    sent = init.body.length;
    return new Response(body("English", 20));
  };
  await (await ask(size, client(fetch))).finalContent();
  if (sent < size) throw new Error(`${sent} bytes were sent`);
}

/** Pages when a tenth of the events has come. */
async function longStream(count, read) {
  let early = 0;
  const answer = repeated(count, (at) => {
    if (at === Math.floor(count / 10)) early = pages();
  });
  for await (const _ of await read(new Response(answer)));
  return early;
}

/** An answer of `count` events of one character each, in reads of 64 KiB. */
function repeated(count, passed) {
  const event = new TextDecoder().decode(body("English", 20)).split("\n\n")[2].replace(/"content":"[^"]*"/, '"content":"a"') + "\n\n";
  const perRead = Math.floor(READ / event.length);
  const full = new TextEncoder().encode(event.repeat(perRead));
  const end = new TextEncoder().encode(event.replace('"finish_reason":null', '"finish_reason":"stop"') + "data: [DONE]\n\n");
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
