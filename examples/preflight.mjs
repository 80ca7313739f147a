// What the service would refuse is refused before it is sent, with the rule and what to do; or it is fixed.
import { PreflightError } from "qwen-edge";
import { qwen } from "./service.mjs";

console.warn = console.log; // where the client's log goes

const question = {
  model: "qwen-plus",
  messages: [{ role: "user", content: "Name three rivers of China." }],
  response_format: { type: "json_object" }, // the service wants the word json in a message, too
};

try {
  await qwen.chat.completions.create(question);
} catch (error) {
  if (!(error instanceof PreflightError)) throw error;
  console.log(`not sent: ${error.rule} - ${error.fix}`);
}

// What has one obvious cure is cured, and the client's logger is told. Here: "Answer in JSON." is added.
const { choices } = await qwen.chat.completions.create(question, { preflight: "fix" });
console.log("fixed: an", typeof JSON.parse(choices[0].message.content));

// A model that the service only streams needs no fix: a plain call means the whole answer.
const { choices: [answer] } = await qwen.chat.completions.create({ model: "qwq-plus", messages: [{ role: "user", content: "9.11 or 9.9?" }] });
console.log("whole:", answer.message.content.length > 0, answer.finish_reason);
