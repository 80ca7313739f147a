// Translation by Qwen-MT, with a glossary and a style. What streams is always what is new, whichever model it is.
import { qwen } from "./service.mjs";

const stream = await qwen.translate({
  text: "这套生物传感器使用石墨烯。",
  source_lang: "auto",
  target_lang: "English",
  terms: [{ source: "生物传感器", target: "biological sensor" }],
  domains: "Technical documentation; formal style.",
});
for await (const text of stream.text()) process.stdout.write(text);
console.log(`\n${(await stream.totalUsage()).total_tokens} tokens`);
