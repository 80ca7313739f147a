// What a program does when the wasm fails: each scenario gives what it saw, the same every time, or throws.
import { chunk, ending, uploaded, wholeAnswer } from "../../runtime/wire.mjs";

const question = { model: "scenario", messages: [{ role: "user", content: "How old is it?" }] };
const streamed = { ...question, stream: true };
/** Pieces of an answer: a role chunk, texts, half an event with the other half, an emoji's bytes, the end. */
const half = chunk({ content: " years" });
const PIECES = [chunk({ content: "", role: "assistant" }), chunk({ content: "It is" }) + chunk({ content: " two" }), half.slice(0, 70), half.slice(70), chunk({ content: "🎂" }), ending()];

const THOUGHTS = [chunk({ content: null, reasoning_content: "Hm," }), chunk({ content: null, reasoning_content: " well." }), chunk({ content: "Yes" }), ending()];
const JSON_TEXT = [chunk({ content: '{"a": ["b' }), chunk({ content: 'c", 1' }), chunk({ content: "2]}" }), ending()];
const SOUND = [chunk({ audio: { data: "AAEC" } }), chunk({ audio: { data: "AwQF" } }), ending()];

const plain = (_, service, signal) => service.json(JSON.parse(wholeAnswer("yes")), signal);
const streaming = (_, service, signal) => service.stream(PIECES, signal);
const open = (qwen, options) => qwen.chat.completions.create(streamed, options);

/** Reads a stream; where it fails, `end` says the same. */
async function seen(stream, pieces) {
  const all = [];
  try {
    for await (const piece of pieces) all.push(piece);
  } catch (error) {
    const end = await stream.end;
    if (end.state !== "error" || end.error !== error) throw new Error(`the loop threw ${error}, and \`end\` says ${end.state}: ${end.error}`);
    throw error;
  }
  return [all, (await stream.end).state];
}

/** What a view brings that a machine of its own reads; where that fails, the stream has been left. */
async function read(pieces) {
  const all = [];
  for await (const piece of pieces) all.push(JSON.stringify(piece));
  return all;
}

/** A stream that is asked by its end alone. */
async function ended(stream) {
  const { state, error } = await stream.end;
  if (error !== undefined) throw error;
  return state;
}

/** A conversation must be as before a turn that failed, and go on. */
async function conversed({ qwen }, options) {
  const talk = qwen.conversation({ model: "scenario", system: "Be brief." });
  await talk.attach({ text: "A document." }, options).catch(async (error) => {
    if (talk.messages.length !== 1) throw new Error("attach() failed and has left a document");
    throw error;
  });
  const before = JSON.stringify(talk.messages);
  try {
    const content = await (await talk.ask("How old?", options)).finalContent();
    if (talk.messages.at(-1)?.content !== content) throw new Error("the answer is not in the conversation");
  } catch (error) {
    if (JSON.stringify(talk.messages) !== before) throw new Error("a turn failed and has left its question");
    await (await talk.ask("And now?", options)).finalContent();
    throw error;
  }
  return JSON.stringify(talk);
}

/** Name -> what the service answers (to an upload: `upload`), and what the program does: `run({ qwen, service, lib }, options)`. */
export const scenarios = {
  "a plain call": { answer: plain, run: ({ qwen }, options) => qwen.chat.completions.create(question, options) },
  "a call that the rules look at": { answer: plain, run: ({ qwen }, options) => qwen.chat.completions.create({ ...question, seed: 1 }, options) },
  "a plain call after a retry": {
    answer(path, service, signal) {
      service.tries += 1;
      return service.tries % 2 ? service.json({ error: { message: "busy", code: "busy" } }, signal, 503) : plain(path, service, signal);
    },
    run({ qwen, service }, options) {
      service.tries = 0;
      return qwen.chat.completions.create(question, options);
    },
  },
  "a refused call": {
    answer: (_, service, signal) => service.json({ error: { message: "no", type: "t", param: null, code: "c" }, request_id: "r" }, signal, 400),
    run: ({ qwen }, options) => qwen.chat.completions.create(question, options).then(() => "accepted", (error) => (error.status === 400 ? error.message : Promise.reject(error))),
  },
  "a stream read as chunks": { answer: streaming, run: async ({ qwen }, options) => open(qwen, options).then((stream) => seen(stream, stream)) },
  "a stream read as text": { answer: streaming, run: async ({ qwen }, options) => open(qwen, options).then((stream) => seen(stream, stream.text())) },
  "a stream whose thoughts are read, and then its text": {
    answer: (_, service, signal) => service.stream(THOUGHTS, signal),
    run: async ({ qwen }, options) => {
      const stream = await open(qwen, options);
      return [await seen(stream, stream.reasoning()), await seen(stream, stream.text())];
    },
  },
  "a stream read as JSON": { answer: (_, service, signal) => service.stream(JSON_TEXT, signal), run: async ({ qwen }, options) => read((await open(qwen, options)).partialJSON()) },
  "a stream read as sound": { answer: (_, service, signal) => service.stream(SOUND, signal), run: async ({ qwen }, options) => read((await open(qwen, options)).audio()) },
  "a stream asked for its sound as a file": { answer: (_, service, signal) => service.stream(SOUND, signal), run: async ({ qwen }, options) => (await (await open(qwen, options)).finalAudio()).size },
  "a stream asked for its end alone": { answer: streaming, run: async ({ qwen }, options) => ended(await open(qwen, options)) },
  "a stream asked for its whole answer": { answer: streaming, run: async ({ qwen }, options) => (await open(qwen, options)).finalChatCompletion() },
  "a stream left in the middle": {
    answer: streaming,
    async run({ qwen }, options) {
      const stream = await open(qwen, options);
      for await (const text of stream.text()) if (text) break;
      return ended(stream);
    },
  },
  "a stream aborted in the middle": {
    answer: streaming,
    async run({ qwen }, options) {
      const stream = await open(qwen, options);
      const texts = stream.text();
      const first = await texts.next();
      stream.abort("enough");
      return [first, await texts.next().then(() => "went on", (error) => (error.cause === "enough" ? "aborted" : Promise.reject(error)))];
    },
  },
  "events of any response": {
    answer: plain,
    async run({ service, lib }) {
      const all = [];
      for await (const one of lib.events(service.stream(PIECES))) all.push(one);
      return all;
    },
  },
  "an upload": {
    answer: plain,
    upload: (_, service, signal) => service.json(JSON.parse(uploaded("file-1")), signal),
    run: ({ qwen }, options) => qwen.documents.upload(new File(["bytes"], "a.txt"), options),
  },
  "a turn of a conversation": { answer: streaming, run: conversed },
};
