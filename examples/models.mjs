// The models that the key may ask.
import { qwen } from "./service.mjs";

const ids = [];
for await (const { id } of qwen.models.list()) ids.push(id);
console.log(`${ids.length} models, such as ${ids.slice(0, 3).join(", ")}`);
