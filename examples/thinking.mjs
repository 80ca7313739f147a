// Deep thinking: what the model thinks is a stream of its own, and the answer goes on after it.
import { qwen } from "./service.mjs";

const stream = await qwen.chat.completions.create({
  model: "qwen-plus",
  messages: [{ role: "user", content: "Which is larger, 9.11 or 9.9?" }],
  enable_thinking: true,
  thinking_budget: 500,
  stream: true,
  stream_options: { include_usage: true },
});

process.stdout.write("thinking: ");
for await (const thought of stream.reasoning()) process.stdout.write(thought);
process.stdout.write("\nanswer: ");
for await (const text of stream.text()) process.stdout.write(text);

const usage = await stream.totalUsage();
console.log(`\n${usage.completion_tokens_details.reasoning_tokens} of ${usage.completion_tokens} tokens were thoughts`);
