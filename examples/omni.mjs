// A spoken answer: samples as they arrive (a page gives them to `qwen-edge/player`), and a WAV file at the end.
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { qwen } from "./service.mjs";

const stream = await qwen.chat.completions.create({
  model: "qwen3-omni-flash",
  messages: [{ role: "user", content: "Say good morning." }],
  modalities: ["text", "audio"],
  audio: { voice: "Cherry", format: "wav" },
  stream: true,
});

let samples = 0;
const listening = (async () => {
  for await (const pcm of stream.audio()) samples += pcm.length;
})();
for await (const text of stream.text()) process.stdout.write(text);
await listening;
console.log(`\n${(samples / 24_000).toFixed(1)} s of sound`);

const file = join(tmpdir(), "qwen-answer.wav");
const wav = await stream.finalAudio();
await writeFile(file, new Uint8Array(await wav.arrayBuffer()));
console.log(`${wav.size} bytes in ${file}`);
