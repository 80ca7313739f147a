// A conversation of several turns: the service keeps nothing, so every request carries all that was said.
import { qwen } from "./service.mjs";

const messages = [
  { role: "system", content: "You sell phones." },
  { role: "user", content: "Hi" },
];

const greeting = await qwen.chat.completions.create({ model: "qwen-plus", messages, temperature: 0.3 });
console.log("plain:", greeting.choices[0].message.content);

messages.push(greeting.choices[0].message, { role: "user", content: "My budget is 2000." });
const stream = await qwen.chat.completions.create({ model: "qwen-plus", messages, stream: true, stream_options: { include_usage: true } });
for await (const text of stream.text()) process.stdout.write(text);

const { state, usage } = await stream.end;
console.log(`\n${state}, ${usage.total_tokens} tokens`);
