// Code completion: the model fills in what stands between two pieces of code.
import { qwen } from "./service.mjs";

const stream = await qwen.completions.create({
  model: "qwen2.5-coder-32b-instruct",
  prompt: "def add(a, b):\n    ",
  suffix: "\n\nprint(add(1, 2))",
  max_tokens: 64,
  stream: true,
});
for await (const text of stream.text()) process.stdout.write(text);
console.log(`\n-- ${(await stream.end).state}`);
