// JSON while it arrives: the value so far, after every read, long before it is whole.
import { qwen } from "./service.mjs";

const stream = await qwen.chat.completions.create({
  model: "qwen-plus",
  messages: [
    { role: "system", content: "Extract name, age and city as JSON." },
    { role: "user", content: "I am Liu Wu, 34, and live in Hangzhou." },
  ],
  response_format: { type: "json_object" },
  stream: true,
});
let steps = 0;
let person;
for await (const soFar of stream.partialJSON()) {
  person = soFar; // the same object each time: a page renders it, or keeps a copy
  steps += 1;
}
console.log(`${steps} steps:`, person);
