// In a fresh process: milliseconds from before the import of a client until it is there, and until its first call has been answered.
// Prints both. What is imported is named on the command line; the answer comes from no network.
import { argv } from "node:process";

const ANSWER = JSON.stringify({
  choices: [{ message: { role: "assistant", content: "yes" }, finish_reason: "stop", index: 0, logprobs: null }],
  object: "chat.completion", usage: null, created: 1764500101, system_fingerprint: null, model: "qwen-long", id: "chatcmpl-1",
});
const fetch = async () => new Response(ANSWER, { headers: { "content-type": "application/json" } });

// The platform's own part, which is loaded when it is first used: whoever comes first would pay for it.
await (await fetch()).json();
new Headers({ a: "b" }).get("a");

const start = performance.now();
const { Qwen, default: OpenAI } = await import(argv[2]);
const imported = performance.now() - start;
const client = new (Qwen ?? OpenAI)({ apiKey: "sk-bench", baseURL: "https://service.example/v1", fetch, maxRetries: 0 });
const { choices } = await client.chat.completions.create({ model: "qwen-long", messages: [{ role: "user", content: "?" }] });
const answered = performance.now() - start;
if (choices[0].message.content !== "yes") throw new Error("another answer");
console.log(JSON.stringify({ imported, answered }));
