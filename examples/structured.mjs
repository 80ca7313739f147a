// An answer that is a value: asked for by a schema, validated by it, and typed as it says.
import { ParseError } from "qwen-edge";
import { qwen } from "./service.mjs";

/** JSON Schema, or a schema of zod, valibot, arktype, …: `schema: z.object({ name: z.string(), age: z.int() })`. */
const schema = {
  type: "object",
  properties: { name: { type: "string" }, age: { type: "integer" } },
  required: ["name", "age"],
  additionalProperties: false,
};
const messages = [
  { role: "system", content: "Extract name and age as JSON." },
  { role: "user", content: "I am Liu Wu, 34." },
];

const { choices } = await qwen.chat.completions.parse({ model: "qwen-plus", messages, schema, name: "person" });
console.log(choices[0].message.parsed);

try {
  await qwen.chat.completions.parse({ model: "qwen-plus", messages, schema, max_tokens: 3 }); // too few
} catch (error) {
  if (!(error instanceof ParseError)) throw error;
  console.log(`${error.code}: ${error.message}`);
  console.log("it wrote:", error.completion.choices[0].message.content);
}
