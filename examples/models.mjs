// The models that the key may ask.
import { qwen } from "./service.mjs";

for await (const { id } of qwen.models.list()) console.log(id);
