// Qwen-Omni (reference 19): hears, sees, and speaks in tones.
import assert from "node:assert/strict";
import test from "node:test";
import { audioPart, dataUrl, imagePart, png, textPart, wav } from "./media-made.mjs";
import { assistant, chunksOf, eventsOf, service, system, textOf, user } from "./service.mjs";

const WEB = "https://example.com/a";
const SPOKEN = { modalities: ["text", "audio"], audio: { voice: "Ethan", format: "wav" } };
const ask = (more) => ({ model: "qwen3-omni-flash", messages: [user("Say hello to the lighthouse")], stream: true, stream_options: { include_usage: true }, ...more });
const stream = async (more) => {
  const response = await service().chat(ask(more));
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return chunksOf(text);
};
const deltasOf = (chunks) => chunks.flatMap(({ choices }) => choices).map(({ delta }) => delta);
const audioOf = (chunks) => deltasOf(chunks).flatMap(({ audio }) => audio?.data ?? []);
const refusal = async (more) => {
  const response = await service().chat(ask(more));
  const text = await response.text();
  const { error } = JSON.parse(text.startsWith("data:") ? eventsOf(text)[0] : text);
  return [response.status, error?.message];
};

test("a spoken answer: text in content, sound in audio, in turns, never both in one delta", async () => {
  const chunks = await stream(SPOKEN);
  const deltas = deltasOf(chunks);
  assert.deepEqual(deltas[0], { content: "", role: "assistant" });
  assert.deepEqual(deltas.at(-1), { content: "" });
  for (const delta of deltas.slice(1)) assert.deepEqual(Object.keys(delta), ["audio" in delta ? "audio" : "content"]);
  const kinds = deltas.slice(1, 7).map((delta) => ("audio" in delta ? "audio" : "text"));
  assert.deepEqual(kinds, ["text", "audio", "text", "audio", "text", "audio"]);
  assert.match(textOf(chunks), /emulator, not a model.*Say hello to the lighthouse/s);
  const { audio } = deltas.find((delta) => delta.audio);
  assert.deepEqual([audio.id, audio.expires_at], [chunks[0].id.replace("chatcmpl-", "audio_"), chunks[0].created]);
});

test("the sound is 4 to 40 kB of base64 a chunk, cut between the bytes of a sample, and one text of base64 in a row", async () => {
  const parts = audioOf(await stream(SPOKEN));
  assert.ok(parts.length >= 5);
  let at = 0;
  for (const part of parts.slice(0, -1)) {
    assert.ok(part.length >= 4_000 && part.length <= 40_000);
    at += Buffer.from(part, "base64").length;
    assert.equal(at % 2, 1);
  }
  const piecewise = Buffer.concat(parts.map((part) => Buffer.from(part, "base64")));
  assert.deepEqual(Buffer.from(parts.join(""), "base64"), piecewise);
  assert.equal(piecewise.length % 2, 0);
});

test("the sound can be heard: seconds of 24 kHz samples, loud, without clicks, another for another voice", async () => {
  const pcm = async (more) => Buffer.concat(audioOf(await stream({ ...SPOKEN, ...more })).map((part) => Buffer.from(part, "base64")));
  const sound = await pcm();
  const samples = Array.from({ length: sound.length / 2 }, (_, at) => sound.readInt16LE(2 * at));
  assert.ok(samples.length / 24_000 > 1 && samples.length / 24_000 < 10);
  assert.ok(Math.max(...samples) > 5_000);
  const steps = samples.slice(1).map((sample, at) => Math.abs(sample - samples[at]));
  assert.ok(Math.max(...steps) < 3_000);
  assert.deepEqual(await pcm(), sound);
  assert.notDeepEqual(await pcm({ audio: { voice: "Cherry", format: "wav" } }), sound);
});

test("usage tells the sound from the text", async () => {
  const { usage } = (await stream(SPOKEN)).at(-1);
  assert.deepEqual(Object.keys(usage), ["prompt_tokens", "completion_tokens", "total_tokens", "completion_tokens_details", "prompt_tokens_details"]);
  const { audio_tokens, text_tokens } = usage.completion_tokens_details;
  assert.ok(audio_tokens > 10 && audio_tokens + text_tokens === usage.completion_tokens);
  assert.deepEqual(usage.prompt_tokens_details, { text_tokens: usage.prompt_tokens });
});

test("qwen-omni-turbo speaks with its text in audio.transcript", async () => {
  const chunks = await stream({ ...SPOKEN, model: "qwen-omni-turbo" });
  const transcript = deltasOf(chunks).map(({ audio }) => audio?.transcript ?? "").join("");
  assert.equal(textOf(chunks), "");
  assert.match(transcript, /emulator, not a model/);
  assert.ok(audioOf(chunks).length > 3);
});

test("without modalities, and with text alone, nothing is spoken", async () => {
  for (const more of [{}, { modalities: ["text"] }, { model: "qwen-omni-turbo" }]) {
    const chunks = await stream(more);
    assert.deepEqual(audioOf(chunks), []);
    assert.match(textOf(chunks), /emulator/);
  }
});

test("a thinking answer is text alone", async () => {
  const chunks = await stream({ ...SPOKEN, enable_thinking: true });
  assert.deepEqual(audioOf(chunks), []);
  assert.ok(deltasOf(chunks).some(({ reasoning_content }) => reasoning_content));
});

test("an answer that is cut is spoken so far", async () => {
  const [cut, whole] = [await stream({ ...SPOKEN, max_tokens: 6 }), await stream(SPOKEN)];
  assert.equal(cut.at(-2).choices[0].finish_reason, "length");
  assert.ok(audioOf(cut).join("").length < audioOf(whole).join("").length / 2);
});

test("what was heard is told and counted by the second", async () => {
  const heard = async (part, model = "qwen3-omni-flash") => {
    const chunks = await stream({ model, messages: [user([part, textPart("What is said?")])] });
    return [/^1\. (.+)$/m.exec(textOf(chunks))[1], chunks.at(-1).usage.prompt_tokens_details.audio_tokens];
  };
  assert.deepEqual(await heard(audioPart(wav(2))), ["audio: WAV, 2.00 s, 64,044 bytes", 25]);
  assert.deepEqual(await heard(audioPart(wav(2)), "qwen-omni-turbo"), ["audio: WAV, 2.00 s, 64,044 bytes", 50]);
  assert.equal((await heard(audioPart(wav(0.1))))[1], 13, "a second at least");
  const named = { type: "input_audio", input_audio: { data: `${WEB}.mp3`, format: "mp3" } };
  assert.equal((await heard(named))[0], `audio: ${WEB}.mp3, not fetched`);
});

test("turns may be of different kinds, and several images stand in one", async () => {
  const image = imagePart(dataUrl("image/png", png(64, 64)));
  const messages = [user([audioPart(wav(1)), textPart("x")]), assistant([textPart("y")]), user([image, image, textPart("z")])];
  const chunks = await stream({ messages });
  assert.match(textOf(chunks), /1\. image: PNG, 64×64.*\n2\. image: PNG, 64×64/);
  assert.deepEqual(Object.keys(chunks.at(-1).usage.prompt_tokens_details), ["text_tokens", "image_tokens", "audio_tokens"]);
});

test("tools are called without sound", async () => {
  const tools = [{ type: "function", function: { name: "greet", description: "Greets", parameters: { properties: { who: { type: "string" } }, required: ["who"] } } }];
  const chunks = await stream({ ...SPOKEN, tools, messages: [user("Greet Ada")] });
  assert.deepEqual(audioOf(chunks), []);
  assert.equal(chunks.at(-2).choices[0].finish_reason, "tool_calls");
});

const MODAL = "The item of content should be a message of a certain modal.";
for (const [what, more, words] of [
  ["an answer that does not stream", { stream: false }, "This model only support stream mode, please enable the stream parameter to access the model."],
  ["a spoken answer that does not stream", { ...SPOKEN, stream: false }, "'audio' output only support with stream=true"],
  ["a voice of another model", { ...SPOKEN, model: "qwen-omni-turbo", audio: { voice: "Dylan", format: "wav" } }, "Input should be 'Cherry', 'Serena', 'Ethan' or 'Chelsie': parameters.audio.voice"],
  ["a voice of an open model's", { ...SPOKEN, model: "qwen2.5-omni-7b", audio: { voice: "Cherry" } }, "Input should be 'Ethan' or 'Chelsie': parameters.audio.voice"],
  ["another format than wav", { ...SPOKEN, audio: { voice: "Ethan", format: "mp3" } }, "Input should be 'wav': parameters.audio.format"],
  ["sound alone", { ...SPOKEN, modalities: ["audio"] }, "Input should be ['text'] or ['text', 'audio']: parameters.modalities"],
  ["a role before a spoken answer of turbo", { ...SPOKEN, model: "qwen-omni-turbo", messages: [system("x"), user("y")] }, "The role of system is not supported with 'audio' output."],
  ["sound and an image in one message", { messages: [user([audioPart(wav(1)), imagePart(WEB)])] }, MODAL],
  ["two sounds in one message", { messages: [user([audioPart(wav(1)), audioPart(wav(1))])] }, MODAL],
  ["media in an assistant's message", { messages: [user("x"), assistant([audioPart(wav(1))]), user("y")] }, "input content must be a string."],
  ["no sound", { messages: [user([audioPart("")])] }, "The audio is empty"],
  ["bytes that are no sound", { messages: [user([audioPart("hello")])] }, "The file format is illegal and cannot be opened."],
  ["a format that it does not hear", { messages: [user([audioPart(wav(1), "flac")])] }, "The file format is illegal and cannot be opened."],
  ["base64 without a head", { messages: [user([{ type: "input_audio", input_audio: { data: "UklGRg==", format: "wav" } }])] }, "The provided URL does not appear to be valid. Ensure it is correctly formatted."],
  ["tools of turbo", { model: "qwen-omni-turbo", tools: [{ type: "function", function: { name: "f" } }] }, "The tool call is not supported."],
]) {
  test(`it refuses ${what}`, async () => assert.deepEqual(await refusal(more), [400, words]));
}

test("a role stands before a spoken answer of 3, and before a written one of turbo", async () => {
  const messages = [system("x"), user("y")];
  await stream({ ...SPOKEN, messages });
  await stream({ model: "qwen-omni-turbo", messages });
});
