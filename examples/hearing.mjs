// Sound in: what one answer says aloud is heard by the next call. In a page it may come of a microphone or of a file.
import { audioPart } from "qwen-edge";
import { qwen } from "./service.mjs";

const model = "qwen3-omni-flash";
const said = await qwen.chat.completions.create({
  model,
  messages: [{ role: "user", content: "Say where the river rises." }],
  modalities: ["text", "audio"],
  audio: { voice: "Cherry", format: "wav" },
  stream: true,
});
const sound = await said.finalAudio(); // a Blob; a File, bytes or a URL would do as well

const content = [await audioPart(sound), { type: "text", text: "What is said here?" }];
const stream = await qwen.chat.completions.create({ model, messages: [{ role: "user", content }], stream: true, stream_options: { include_usage: true } });
for await (const text of stream.text()) process.stdout.write(text);
console.log(`\n${(await stream.totalUsage()).prompt_tokens_details?.audio_tokens} tokens of sound`);
