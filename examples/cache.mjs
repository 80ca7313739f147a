// The explicit context cache: what many questions share is marked once, and costs a tenth from the second question on.
import { qwen } from "./service.mjs";

/** A long text; at least 1,024 tokens are kept, for 5 minutes after their last use. */
const rules = Array.from({ length: 200 }, (_, at) => `Rule ${at + 1}: form ${at + 100} is filed in cabinet ${(at * 7) % 20}.`).join("\n");
const system = { role: "system", content: [{ type: "text", text: rules, cache_control: { type: "ephemeral" } }] };

// One after the other: a block is kept when the answer that made it has ended.
for (const question of ["Where is form 104 filed?", "And form 117?"]) {
  const { usage } = await qwen.chat.completions.create({ model: "qwen-plus", messages: [system, { role: "user", content: question }] });
  const { cached_tokens, cache_creation_input_tokens } = usage.prompt_tokens_details;
  console.log(`${question} ${usage.prompt_tokens} tokens: ${cache_creation_input_tokens} written to the cache, ${cached_tokens} read from it`);
}
