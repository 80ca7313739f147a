// Tools that run: the model calls them, they are performed, and it answers with their results. Every step is told as it happens.
import { tool } from "qwen-edge";
import { qwen } from "./service.mjs";

const weather = tool({
  name: "get_weather",
  description: "The weather of one city.",
  // JSON Schema, or a schema of zod, valibot, arktype: with these, `execute` knows its arguments' types by itself.
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  execute: ({ city }) => ({ city, sky: "clear", celsius: 21 }),
});
const time = tool({
  name: "get_time",
  description: "The time of day in one city.",
  parameters: { type: "object", properties: { city: { type: "string" }, zone: { type: "string" } }, required: ["city"] },
  execute: async ({ city }, { signal }) => {
    signal.throwIfAborted(); // pass it on to whatever the tool waits for
    return `In ${city} it is 10:30.`;
  },
});

const run = qwen.chat.completions.runTools({
  model: "qwen-plus",
  messages: [{ role: "user", content: "What are the weather and the time in Beijing?" }],
  tools: [weather, time],
  parallel_tool_calls: true,
});
for await (const event of run) {
  if (event.type === "round") console.log(`-- round ${event.round}`);
  if (event.type === "text") process.stdout.write(event.text);
  if (event.type === "tool_call") console.log("calls", event.name, event.arguments);
  if (event.type === "tool_result") console.log("result of", event.name, event.result);
  if (event.type === "tool_error") console.log("error of", event.name, event.error);
  if (event.type === "end") console.log(`\n-- ${event.end.state}: ${event.end.toolCalls} calls, ${event.end.usage.total_tokens} tokens`);
}
console.log("to go on with:", run.messages.map(({ role }) => role).join(", "));
