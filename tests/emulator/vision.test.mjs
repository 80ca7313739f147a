// Images and videos (reference 18).
import assert from "node:assert/strict";
import test from "node:test";
import { bmp, dataUrl, gif, imagePart, jpeg, png, textPart, webp } from "./media-made.mjs";
import { assistant, service, user } from "./service.mjs";

const WEB = "https://example.com/a.jpg";
const look = (parts, more) => ({ model: "qwen3-vl-plus", messages: [user([...parts, textPart("What is this?")])], ...more });
async function seen(parts, more) {
  const response = await service().chat(look(parts, more));
  const body = await response.json();
  assert.equal(response.status, 200, JSON.stringify(body));
  return { usage: body.usage, list: [...body.choices[0].message.content.matchAll(/^\d+\. (.+)$/gm)].map(([, line]) => line) };
}
async function refusal(parts, more, init) {
  const response = await service().chat(look(parts, more), init);
  const { error } = await response.json();
  return [response.status, error?.message];
}
const image = (type, content, more) => imagePart(dataUrl(type, content), more);

test("the answer tells what was seen, in order: kind, format, size and bytes, or the address", async () => {
  const frames = { type: "video", video: [1, 2, 3, 4].map((n) => `https://example.com/${n}.jpg`), fps: 2 };
  const parts = [
    image("image/png", png(640, 480)),
    image("image/jpeg", jpeg(1024, 768)),
    image("image/gif", gif(20, 30)),
    image("image/webp", webp(300, 200)),
    image("image/bmp", bmp(50, 60)),
    imagePart(WEB),
    { type: "video_url", video_url: { url: "https://example.com/v.mp4" }, fps: 0.5, max_pixels: 655_360, total_pixels: 134_217_728 },
    frames,
  ];
  assert.deepEqual((await seen(parts)).list, [
    "image: PNG, 640×480, 29 bytes",
    "image: JPEG, 1024×768, 39 bytes",
    "image: GIF, 20×30, 13 bytes",
    "image: WEBP, 300×200, 30 bytes",
    "image: BMP, 50×60, 30 bytes",
    `image: ${WEB}, not fetched`,
    "video: https://example.com/v.mp4, not fetched",
    "video: 4 frames, size unknown",
  ]);
});

test("an image costs a token for each square of its model, within the limits, and two more", async () => {
  const tokens = async (width, height, part, more) => (await seen([image("image/png", png(width, height), part)], more)).usage.prompt_tokens_details.image_tokens;
  assert.equal(await tokens(640, 480), 20 * 15 + 2);
  assert.equal(await tokens(640, 480, {}, { model: "qwen2.5-vl-7b-instruct" }), 23 * 17 + 2);
  assert.equal(await tokens(32, 32), 8 * 8 + 2, "scaled up to 65,536 pixels");
  assert.equal(await tokens(5_120, 5_120), 51 * 51 + 2, "scaled down to 2,621,440 pixels");
  assert.equal(await tokens(5_120, 5_120, { max_pixels: 65_536 }), 8 * 8 + 2);
  assert.equal(await tokens(5_120, 5_120, { max_pixels: 65_536 }, { vl_high_resolution_images: true }), 128 * 128 + 2);
});

test("usage tells text from images and videos, and counts the answer's text", async () => {
  const { usage } = await seen([image("image/png", png(640, 480)), { type: "video_url", video_url: { url: "https://example.com/v.mp4" } }]);
  const { text_tokens, image_tokens, video_tokens } = usage.prompt_tokens_details;
  assert.deepEqual(Object.keys(usage.prompt_tokens_details), ["text_tokens", "image_tokens", "video_tokens"]);
  assert.equal(text_tokens + image_tokens + video_tokens, usage.prompt_tokens);
  assert.deepEqual(usage.completion_tokens_details, { text_tokens: usage.completion_tokens });
});

test("more frames a second cost more", async () => {
  const tokens = async (fps) => (await seen([{ type: "video_url", video_url: { url: "https://example.com/v.mp4" }, fps }])).usage.prompt_tokens_details.video_tokens;
  assert.ok((await tokens(10)) > (await tokens(2)) && (await tokens(2)) > (await tokens(0.1)));
});

test("only the last user message is told of, all of them are billed", async () => {
  const messages = [user([imagePart(WEB), textPart("x")]), assistant("y"), user("And now?")];
  const { list, usage } = await seen([], { messages });
  assert.deepEqual(list, []);
  assert.ok(usage.prompt_tokens_details.image_tokens > 0);
});

const ILLEGAL = "The file format is illegal and cannot be opened.";
const NO_URL = "The provided URL does not appear to be valid. Ensure it is correctly formatted.";
const SIZE = "The image length and width do not meet the model restrictions.";
const FRAMES = (least, most) => `The video modality input does not meet the requirements because: the range of sequence images shoule be (${least}, ${most}).`;
for (const [what, part, words, more] of [
  ["an image of a text model", imagePart(WEB), "input content must be a string.", { model: "qwen-plus" }],
  ["a part of no known kind", { type: "hologram" }, "The item of content should be a message of a certain modal."],
  ["a sound of a model that cannot hear", { type: "input_audio", input_audio: { data: WEB } }, "The item of content should be a message of a certain modal."],
  ["an address of another kind", imagePart("file:///a.png"), NO_URL],
  ["bytes without a head", imagePart("iVBORw0KGgo="), NO_URL],
  ["no address", { type: "image_url" }, NO_URL],
  ["an oss address without the header that resolves it", imagePart("oss://bucket/a.png"), NO_URL],
  ["base64 that is none", imagePart("data:image/png;base64,@@@"), ILLEGAL],
  ["bytes that are no image", image("image/png", Buffer.from("hello world, hello")), ILLEGAL],
  ["another type than the bytes are of", image("image/jpeg", png(640, 480)), ILLEGAL],
  ["an image as a video", { type: "video_url", video_url: { url: dataUrl("image/png", png(64, 64)) } }, ILLEGAL],
  ["a side of 10 pixels", image("image/png", png(10, 100)), SIZE],
  ["a side 201 times the other", image("image/png", png(11, 2_212)), SIZE],
  ["three frames", { type: "video", video: [WEB, WEB, WEB] }, FRAMES(4, 2_000)],
  ["more frames than an old model takes", { type: "video", video: new Array(81).fill(WEB) }, FRAMES(4, 80), { model: "qwen2.5-vl-7b-instruct" }],
  ["no frame a second", { type: "video_url", video_url: { url: WEB }, fps: 0 }, "Range of fps should be [0.1, 10]"],
  ["more pixels than there may be", imagePart(WEB, { max_pixels: 16_777_217 }), "Range of max_pixels should be [65536, 16777216]"],
]) {
  test(`it refuses ${what}`, async () => assert.deepEqual(await refusal([part], more), [400, words]));
}

test("what is on the edge is taken", async () => {
  for (const part of [image("image/png", png(11, 2_200)), imagePart(WEB, { max_pixels: 16_777_216 }), { type: "video", video: new Array(2_000).fill(WEB), fps: 10 }]) {
    await seen([part]);
  }
  const headers = { authorization: "Bearer sk-0123456789abcdef", "content-type": "application/json", "X-DashScope-OssResourceResolve": "enable" };
  assert.deepEqual(await refusal([imagePart("oss://bucket/a.png")], {}, { headers }), [200, undefined]);
});

test("a data URL may have 10 MB, counted in its characters", async () => {
  const most = 10_485_760;
  const url = (length) => dataUrl("image/png", [...png(640, 480), 0]).padEnd(length, "A");
  const fits = url(most - ((most - "data:image/png;base64,".length) % 4));
  assert.equal((await refusal([imagePart(fits)]))[0], 200);
  assert.deepEqual(await refusal([imagePart(url(most + 1))]), [400, "Exceeded limit on max bytes per data-uri item : 10485760'."]);
});

test("media stand in messages of users alone", async () => {
  const messages = [user("x"), assistant([imagePart(WEB)]), user("y")];
  assert.deepEqual(await refusal([], { messages }), [400, "input content must be a string."]);
});

test("JSON and tools work with images too", async () => {
  const tools = [{ type: "function", function: { name: "identify", description: "What a thing is", parameters: { properties: { thing: { type: "string" } }, required: ["thing"] } } }];
  const response = await service().chat({ ...look([imagePart(WEB)], { tools }), messages: [user([imagePart(WEB), textPart("Identify the Eiffel Tower")])] });
  assert.equal((await response.json()).choices[0].message.tool_calls[0].function.arguments, '{"thing": "Eiffel Tower"}');
});
