// Partial mode: the model goes on from a beginning of yours. The answer that you get is whole.
import { qwen } from "./service.mjs";

const messages = [{ role: "user", content: "A Python function that lists the primes below n. Code only." }];
const stream = await qwen.chat.completions.continue({ model: "qwen3-coder-plus", messages, prefix: "def primes(n):\n", stream: true });
for await (const text of stream.text()) process.stdout.write(text);
console.log(`\n-- ${(await stream.end).state}`);
