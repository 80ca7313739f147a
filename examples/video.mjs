// Video: a list of its frames, at least 4, or a file (`videoPart(file)`, `videoPart("https://…/tour.mp4")`).
import { videoPart } from "qwen-edge";
import { qwen } from "./service.mjs";

const site = "https://help-static-aliyun-doc.aliyuncs.com/file-manage-files/zh-CN";
const frames = ["20241108/xzsgiz/football1.jpg", "20241108/tdescd/football2.jpg", "20241108/zefdja/football3.jpg", "20241108/aedbqh/football4.jpg"].map((path) => `${site}/${path}`);

const content = [
  await videoPart(frames, { fps: 2 }), // two of the frames make a second
  { type: "text", text: "What happens in this video?" },
];
const stream = await qwen.chat.completions.create({ model: "qwen3-vl-plus", messages: [{ role: "user", content }], stream: true, stream_options: { include_usage: true } });
for await (const text of stream.text()) process.stdout.write(text);
console.log(`\n${(await stream.totalUsage()).prompt_tokens_details?.video_tokens} tokens of video`);
