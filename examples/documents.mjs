// Documents: they go up, the service reads them, and the answer streams. Then a conversation about them, of several turns.
import { qwen } from "./service.mjs";

const contract = new File(["The contract runs two years. The notice period is thirty days."], "contract.txt"); // in a page: of a drop, or an <input>

const stream = await qwen.ask(
  { documents: [contract], question: "What is the notice period?" },
  { onProgress: ({ phase, filename }) => console.log(`${filename}: ${phase}`) },
);
for await (const text of stream.text()) process.stdout.write(text);

const talk = qwen.conversation({ model: "qwen-long", system: "You are a careful lawyer." });
await talk.attach(contract);
await (await talk.ask("How long does the contract run?")).finalContent();
await talk.attach({ text: "Amendment: the contract runs five years." }); // between two turns
console.log("\n--", await (await talk.ask("And now, with the amendment: how long does the contract run?")).finalContent());
console.log("kept:", talk.messages.map(({ role }) => role).join(", "));
