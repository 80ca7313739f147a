/** What goes into a request: what the service would refuse does not compile. Checked by `tsc`, never run. */
import { audioPart, imagePart, Qwen, videoPart } from "qwen-edge";
import type { AudioPart, ChatCompletion, ChatMessage, ChatModel, ChatParams, ContentPart, ImagePart, MediaPart, TranslationLanguage, TranslationOptions, Usage, VideoFramesPart, VideoPart } from "qwen-edge";
import { createPlayer, type Player, type PlayerEnd } from "qwen-edge/player";

/** Compiles only where `A` and `B` are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_ extends true>(): void => undefined;

const { completions } = new Qwen({ apiKey: "sk-…" }).chat;
const model = "qwen-plus" satisfies ChatModel;
const messages: ChatMessage[] = [{ role: "user", content: "hi" }];

/** Every parameter of reference 2.1. */
export const everything: ChatParams = {
  model,
  messages,
  stream_options: { include_usage: true },
  temperature: 0.7,
  top_p: 0.8,
  top_k: null,
  presence_penalty: -2,
  repetition_penalty: 1,
  max_tokens: 1,
  max_completion_tokens: 1,
  n: 1,
  seed: 1234,
  stop: [[1, 2], [3]],
  logprobs: true,
  top_logprobs: 5,
  response_format: { type: "json_schema", json_schema: { name: "person", strict: true, schema: { type: "object" } } },
  tools: [{ type: "function", function: { name: "weather", parameters: { type: "object" } } }],
  tool_choice: { type: "function", function: { name: "weather" } },
  parallel_tool_calls: true,
  tool_stream: true,
  enable_thinking: true,
  thinking_budget: 500,
  preserve_thinking: true,
  reasoning_effort: "low",
  enable_search: true,
  search_options: { forced_search: true, search_strategy: "turbo", freshness: 7, assigned_site_list: ["example.com"], intention_options: { prompt_intervene: "only AI" }, enable_search_extension: false, citation_format: "[<number>]" },
  enable_code_interpreter: true,
  modalities: ["text", "audio"],
  audio: { voice: "Cherry", format: "wav" },
  vl_high_resolution_images: true,
  translation_options: { source_lang: "auto", target_lang: "English", terms: [{ source: "a", target: "b" }], tm_list: [], domains: "Law." },
  skill: [{ type: "ppt" }],
  metadata: { sessionId: "1" },
  a_parameter_of_tomorrow: { anything: 1 },
};

// @ts-expect-error "required" is a 400 of this service
void completions.create({ model, messages, tool_choice: "required" });
// @ts-expect-error no such role
void completions.create({ model, messages: [{ role: "developer", content: "x" }] });
// @ts-expect-error the budget is a number of tokens
void completions.create({ model, messages, thinking_budget: "long" });
// @ts-expect-error the one format
void completions.create({ model, messages, audio: { voice: "Cherry", format: "mp3" } });
// @ts-expect-error speech comes with text
void completions.create({ model, messages, modalities: ["audio"] });
// @ts-expect-error a schema has a name
void completions.create({ model, messages, response_format: { type: "json_schema", json_schema: { schema: {} } } });
// @ts-expect-error days are 7, 30, 180 or 365
void completions.create({ model, messages, search_options: { freshness: 1 } });
// @ts-expect-error strings or token numbers, not both
void completions.create({ model, messages, stop: ["a", 1] });
// @ts-expect-error a translation needs its target
void completions.create({ model: "qwen-mt-plus", messages, translation_options: { source_lang: "auto" } });

/** Every part of reference 2.2, 7.6, 18 and 19. */
export const parts: ContentPart[] = [
  { type: "text", text: "What is this?", cache_control: { type: "ephemeral" } },
  { type: "image_url", image_url: { url: "https://a.example/1.jpg" }, min_pixels: 65_536, max_pixels: 2_621_440 },
  { type: "video_url", video_url: { url: "https://a.example/1.mp4" }, fps: 2, min_pixels: 1, max_pixels: 655_360, total_pixels: 134_217_728 },
  { type: "video", video: ["1", "2", "3", "4"], fps: 2 },
  { type: "input_audio", input_audio: { data: "data:;base64,UklGRg==", format: "wav" } },
  { type: "input_audio", input_audio: { data: "https://a.example/1.mp3" } },
  { type: "doc_url", doc_url: ["https://a.example/1.pdf"], file_parsing_strategy: "auto" },
];
const url = "https://a.example/1.jpg";
// @ts-expect-error pixels stand beside `image_url`
parts.push({ type: "image_url", image_url: { url, min_pixels: 1 } });
// @ts-expect-error the URL stands in an object
parts.push({ type: "image_url", image_url: url });
// @ts-expect-error only text is marked
parts.push({ type: "image_url", image_url: { url }, cache_control: { type: "ephemeral" } });
// @ts-expect-error images have no rate of frames
parts.push({ type: "image_url", image_url: { url }, fps: 2 });
// @ts-expect-error frames are a list
parts.push({ type: "video", video: url });
// @ts-expect-error there is one kind of mark
parts.push({ type: "text", text: "x", cache_control: { type: "forever" } });
// @ts-expect-error `audio_url` is not of this service
parts.push({ type: "audio_url", audio_url: { url } });

// @ts-expect-error only a user shows images
void completions.create({ model, messages: [{ role: "system", content: [{ type: "image_url", image_url: { url } }] }] });
// @ts-expect-error only an answer can be begun
void completions.create({ model, messages: [{ role: "user", content: "x", partial: true }] });
void completions.create({ model, messages: [...messages, { role: "assistant", content: "def ", partial: true }] });
void completions.create({ model, messages: [...messages, { role: "assistant", content: "", tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: "{}" } }] }, { role: "tool", tool_call_id: "1", content: [{ type: "text", text: "1", cache_control: { type: "ephemeral" } }] }] });
/** An answer is a message of the next request. */
export const goOn = (answer: ChatCompletion): ChatMessage[] => answer.choices.map(({ message }) => message);

void completions.create({ model, messages }, { headers: { "X-DashScope-Wait-Timeout": "30", "x-mine": null } });
// @ts-expect-error on, or not there
void completions.create({ model, messages }, { headers: { "X-DashScope-CacheControl": "disable" } });

export const languages: TranslationLanguage[] = ["English", "zh_tw", "Ta’izzi-Adeni Arabic", "a language of tomorrow"];
// @ts-expect-error pairs have two sides
export const pairs: TranslationOptions["terms"] = [{ source: "a" }];

export async function made(file: File): Promise<MediaPart[]> {
  const image = await imagePart(file, { max_pixels: 1_000_000 });
  same<Same<typeof image, ImagePart>>();
  const video = await videoPart(new URL("https://a.example/1.mp4"), { fps: 1 });
  same<Same<typeof video, VideoPart>>();
  const frames = await videoPart([file, "https://a.example/1.jpg", new Response(), { bytes: new Uint8Array(), type: "image/png" }], { fps: 1 });
  same<Same<typeof frames, VideoFramesPart>>();
  const sound = await audioPart({ bytes: new ArrayBuffer(1) }, { format: "wav" });
  same<Same<typeof sound, AudioPart>>();
  // @ts-expect-error an image has no rate of frames
  await imagePart(file, { fps: 1 });
  // @ts-expect-error bytes are no number
  await imagePart(7);
  return [image, video, frames, sound];
}

export function cost({ prompt_tokens_details: prompt, completion_tokens_details: completion }: Usage): (number | undefined)[] {
  same<Same<NonNullable<typeof prompt>["cache_creation"], { ephemeral_5m_input_tokens?: number } | null | undefined>>();
  return [prompt?.cached_tokens, prompt?.cache_creation_input_tokens, prompt?.cache_creation?.ephemeral_5m_input_tokens, prompt?.video_tokens, completion?.reasoning_tokens, completion?.audio_tokens];
}

export async function speaking(samples: AsyncIterable<Int16Array>, destination: AudioNode): Promise<PlayerEnd> {
  const player: Player = createPlayer({ workletURL: "/player-worklet.js", destination, ahead: 10 });
  await player.play(samples);
  // @ts-expect-error samples are 16-bit
  await player.play((async function* () { yield new Float32Array(); })());
  // @ts-expect-error a strict page has no worklet of its own accord
  createPlayer({});
  return player.ended;
}

export async function translating(qwen: Qwen): Promise<void> {
  await qwen.translate({ text: "你好", target_lang: "English", domains: "Formal.", temperature: 0.5, stream: true });
  // @ts-expect-error no language
  await qwen.translate({ text: "你好" });
  // @ts-expect-error it is always streamed
  await qwen.translate({ text: "你好", target_lang: "English", stream: false });
  // @ts-expect-error the text is the one message
  await qwen.translate({ text: "你好", target_lang: "English", messages: [] });
}
