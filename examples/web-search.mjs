// Web search: the model looks things up before it answers. In this protocol the service does not tell its sources.
import { qwen } from "./service.mjs";

const stream = await qwen.chat.completions.create({
  model: "qwen-plus",
  messages: [{ role: "user", content: "What is the weather in Hangzhou tomorrow?" }],
  enable_search: true,
  search_options: {
    forced_search: true, // also where the model would answer from memory
    freshness: 7, // pages of the last 7 days
  },
  stream: true,
});
for await (const text of stream.text()) process.stdout.write(text);
console.log(`\n-- ${(await stream.end).state}`);
