// The emulator as somebody sees it who has nothing but `fetch` and the service's documentation.
import assert from "node:assert/strict";
import { createEmulator } from "./load.mjs";

export const BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1";
export const KEY = "sk-0123456789abcdef";

/** An emulator and the calls that the tests make of it. */
export function service(options) {
  const emulator = createEmulator(options);
  const { fetch } = emulator;
  const headers = { authorization: `Bearer ${KEY}` };

  const get = (path, init) => fetch(BASE + path, { headers, ...init });

  /** POST /chat/completions; `body` may be any text. */
  const chat = (body, init) =>
    fetch(`${BASE}/chat/completions`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...init,
    });

  /** POST of JSON; null: no body. */
  const post = (path, body, init) =>
    fetch(BASE + path, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: body && JSON.stringify(body), ...init });

  const upload = (filename, content, purpose = "file-extract", init = {}) => {
    const form = new FormData();
    form.set("file", new File([content], filename));
    form.set("purpose", purpose);
    return fetch(`${BASE}/files`, { method: "POST", headers, body: form, ...init });
  };

  /** Uploads and gives the id. */
  const file = async (filename, content) => {
    const response = await upload(filename, content);
    assert.equal(response.status, 200);
    return (await response.json()).id;
  };

  /** The text of a plain qwen-long answer to these messages. */
  const answer = async (messages, more) => {
    const response = await chat({ model: "qwen-long", messages, ...more });
    const body = await response.json();
    assert.equal(response.status, 200, JSON.stringify(body));
    return body.choices[0].message.content;
  };

  /** Status, code and message of the refusal of a qwen-long call with these messages. */
  const refusal = async (messages) => {
    const response = await chat({ model: "qwen-long", messages });
    const { error } = await response.json();
    return [response.status, error?.code, error?.message];
  };

  return { ...emulator, get, post, chat, upload, file, answer, refusal };
}

export const system = (content) => ({ role: "system", content });
export const user = (content) => ({ role: "user", content });
export const assistant = (content) => ({ role: "assistant", content });
export const ROLE = system("You are a helpful assistant.");

/** The data of each event of a stream, which must be framed exactly as the service frames it. */
export function eventsOf(text) {
  assert.match(text, /^(data: [^\n]+\n\n)+$/);
  return text.split("\n\n").slice(0, -1).map((event) => event.slice("data: ".length));
}

/** The chunks of a complete stream, without its `[DONE]`. */
export function chunksOf(text) {
  const events = eventsOf(text);
  assert.equal(events.at(-1), "[DONE]");
  return events.slice(0, -1).map((data) => JSON.parse(data));
}

/** The text that a stream's chunks of one choice make. */
export const textOf = (chunks, index = 0) =>
  chunks.flatMap(({ choices }) => choices.filter((choice) => choice.index === index).map(({ delta }) => delta.content ?? "")).join("");

/** Name and origin of each entry of the list of documents read, in order. */
export const documentsRead = (answer) => [...answer.matchAll(/^\d+\. (.+)$/gm)].map(([, entry]) => entry);
