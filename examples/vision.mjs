// Images: one of bytes (in a page: the File of a drop), which becomes a data URL, and one of the web.
import { imagePart } from "qwen-edge";
import { qwen } from "./service.mjs";

/** A flag of 32 by 32 pixels: left red, right white. The service takes no image of 10 pixels or fewer. */
const FLAG = "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAALElEQVR42u3NMQ0AAAgEMRy9fye4AQ2MJL3c3urk9BwrAAAAAAAAAAAA8AVYZRdmeezWrCAAAAAASUVORK5CYII=";
const flag = new Blob([Uint8Array.from(atob(FLAG), (letter) => letter.charCodeAt(0))]); // its bytes say that it is a PNG

const content = [
  await imagePart(flag),
  await imagePart("https://dashscope.oss-cn-beijing.aliyuncs.com/images/dog_and_girl.jpeg", { max_pixels: 655_360 }),
  { type: "text", text: "What is in the two images?" },
];
const stream = await qwen.chat.completions.create({
  model: "qwen3-vl-plus",
  messages: [{ role: "user", content }],
  stream: true,
  stream_options: { include_usage: true },
});
for await (const text of stream.text()) process.stdout.write(text);

const { prompt_tokens_details: prompt } = await stream.totalUsage();
console.log(`\n${prompt.image_tokens} tokens of images, ${prompt.text_tokens} of text`);
