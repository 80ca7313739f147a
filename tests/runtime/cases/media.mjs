// Parts that carry media: whatever the source, what goes into the request is a URL that the service takes.
import { event } from "../wire.mjs";

const latin1 = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const PNG = latin1("\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
const PNG_BASE64 = btoa(String.fromCharCode(...PNG));
const PNG_URL = `data:image/png;base64,${PNG_BASE64}`;

/** The beginning of a file of each kind, and what it is told to be. */
const BEGINNINGS = {
  image: {
    "\x89PNG\r\n\x1a\n": "image/png",
    "\xff\xd8\xff\xe0\0\x10JFIF": "image/jpeg",
    "RIFF\x24\0\0\0WEBPVP8 ": "image/webp",
    GIF89a: "image/gif",
    "BM\x8a\0\0\0\0\0\0\0\x8a": "image/bmp",
    "II*\0\x08\0\0\0": "image/tiff",
    "MM\0*\0\0\0\x08": "image/tiff",
    "\0\0\0\x18ftypheic\0\0\0\0": "image/heic",
    "\0\0\0\x18ftypmif1\0\0\0\0": "image/heif",
    "\0\0\0\x18ftypavif\0\0\0\0": "image/avif",
  },
  video: {
    "\0\0\0\x18ftypisom\0\0\x02\0": "video/mp4",
    "\0\0\0\x14ftypqt  \0\0\0\0": "video/quicktime",
    "\0\0\0\x14ftyp3gp5\0\0\0\0": "video/3gpp",
    "\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm": "video/webm",
    "\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska": "video/x-matroska",
    "RIFF\x24\0\0\0AVI LIST": "video/x-msvideo",
    "FLV\x01\x05": "video/x-flv",
    "\x30\x26\xb2\x75\x8e\x66\xcf\x11": "video/x-ms-wmv",
  },
  audio: {
    "RIFF\x24\0\0\0WAVEfmt ": "wav",
    "ID3\x04\0": "mp3",
    "\xff\xfb\x90\x64": "mp3",
    "\xff\xf1\x50\x80": "aac",
    "#!AMR\n": "amr",
    "\0\0\0\x14ftyp3gp5\0\0\0\0": "3gp",
    "OggS\0\x02": "ogg",
    fLaC: "flac",
  },
};

/** Bytes that no other place of the file repeats soon. */
function counted(length) {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = (at * 2_654_435_761) >>> 24;
  bytes.set(PNG);
  return bytes;
}

export const mediaCases = {
  async "an image part is made of a File, a Blob, a Response, bytes and views"(t, env) {
    const { imagePart } = env.lib;
    const longer = new Uint8Array([1, 2, ...PNG, 3]);
    const sources = {
      File: new File([PNG], "a.png", { type: "image/png" }),
      Blob: new Blob([PNG], { type: "image/png" }),
      Response: new Response(PNG, { headers: { "content-type": "image/png" } }),
      bytes: { bytes: PNG, type: "image/png" },
      "an ArrayBuffer": { bytes: PNG.buffer },
      "a view of more": { bytes: longer.subarray(2, 2 + PNG.length) },
    };
    for (const [name, source] of Object.entries(sources)) t.same(await imagePart(source), { type: "image_url", image_url: { url: PNG_URL } }, name);
  },

  async "URLs of the web, of temporary uploads and of data are sent as they are"(t, env) {
    const { imagePart, videoPart, audioPart } = env.lib;
    for (const url of ["https://example.com/a.jpg?x=1", "http://example.com/a", "oss://dashscope-instant/a.png", PNG_URL]) t.equal((await imagePart(url)).image_url.url, url);
    t.equal((await imagePart(new URL("https://example.com/a.jpg"))).image_url.url, "https://example.com/a.jpg");
    t.equal((await videoPart("https://example.com/a.mp4")).video_url.url, "https://example.com/a.mp4");
    t.same(await audioPart("https://example.com/a.MP3?sign=b.wav"), { type: "input_audio", input_audio: { data: "https://example.com/a.MP3?sign=b.wav", format: "mp3" } });
    t.same(await audioPart("https://example.com/sound"), { type: "input_audio", input_audio: { data: "https://example.com/sound" } });
  },

  async "options stand beside the URL, not inside it"(t, env) {
    const { imagePart, videoPart } = env.lib;
    t.same(await imagePart("https://a.example/", { min_pixels: 4096, max_pixels: 65_536 }), { type: "image_url", image_url: { url: "https://a.example/" }, min_pixels: 4096, max_pixels: 65_536 });
    t.same(await videoPart("https://a.example/", { fps: 0.5, total_pixels: 1e6 }), { type: "video_url", video_url: { url: "https://a.example/" }, fps: 0.5, total_pixels: 1e6 });
    const frames = ["https://a.example/1.jpg", new Blob([PNG]), new URL("https://a.example/3.jpg"), "oss://4"];
    t.same(await videoPart(frames, { fps: 2 }), { type: "video", video: ["https://a.example/1.jpg", PNG_URL, "https://a.example/3.jpg", "oss://4"], fps: 2 });
  },

  async "the type is that of the bytes, whatever the source says"(t, env) {
    const { imagePart, videoPart } = env.lib;
    for (const declared of ["", "image/png", "text/plain", "application/octet-stream"]) {
      for (const [beginning, type] of Object.entries(BEGINNINGS.image)) {
        const { image_url } = await imagePart(new Blob([latin1(beginning)], { type: declared }));
        t.ok(image_url.url.startsWith(`data:${type};base64,`), `${type} from "${declared}", not ${image_url.url}`);
      }
      for (const [beginning, type] of Object.entries(BEGINNINGS.video)) {
        const { video_url } = await videoPart({ bytes: latin1(beginning), type: declared });
        t.ok(video_url.url.startsWith(`data:${type};base64,`), `${type} from "${declared}", not ${video_url.url}`);
      }
    }
    t.equal((await imagePart(`data:image/jpeg;base64,${PNG_BASE64}`)).image_url.url, PNG_URL, "a data URL of a wrong type");
    t.equal((await imagePart(new Blob(["?"], { type: "image/svg+xml;charset=utf-8" }))).image_url.url, "data:image/svg+xml;base64,Pw==", "a type that nobody knows better");
  },

  async "sound has no type in its URL, and the format that its bytes have"(t, env) {
    const { audioPart } = env.lib;
    for (const [beginning, format] of Object.entries(BEGINNINGS.audio)) {
      const { type, input_audio } = await audioPart(new Blob([latin1(beginning)], { type: "audio/x-anything" }));
      t.same([type, input_audio.format, input_audio.data], ["input_audio", format, `data:;base64,${btoa(beginning)}`]);
    }
    t.equal((await audioPart(new Blob([latin1("\x1a\x45\xdf\xa3 webm")], { type: "audio/webm;codecs=opus" }))).input_audio.format, "webm", "what MediaRecorder makes");
    t.equal((await audioPart({ bytes: latin1("\0\0\0\0") }, { format: "wav" })).input_audio.format, "wav", "what the caller knows");
    t.equal((await audioPart(`data:audio/x-wav;base64,${btoa("RIFF\x24\0\0\0WAVE")}`)).input_audio.data, `data:;base64,${btoa("RIFF\x24\0\0\0WAVE")}`, "a data URL");
  },

  async "5 MB become base64, every byte in its place"(t, env) {
    for (const length of [49_153, 49_154, 5_000_000]) {
      const bytes = counted(length);
      const { url } = (await env.lib.imagePart(new Blob([bytes]))).image_url;
      const text = atob(url.slice(url.indexOf(",") + 1));
      t.equal(text.length, length);
      for (let at = 0; at < length; at++) if (text.charCodeAt(at) !== bytes[at]) t.equal(text.charCodeAt(at), bytes[at], `byte ${at}`);
    }
  },

  async "the largest that the service takes goes, one byte more is refused before it is encoded"(t, env) {
    const { imagePart, videoPart, PreflightError } = env.lib;
    const most = Math.floor((10_485_760 - "data:image/png;base64,".length) / 4) * 3;
    t.ok((await imagePart(new Blob([counted(most)]))).image_url.url.length <= 10_485_760, "the largest");
    const large = new Blob([counted(most + 1)]);
    for (const refused of [() => imagePart(large), () => videoPart([PNG_URL, large]), () => imagePart(PNG_URL + "A".repeat(10_485_760))]) {
      const error = await t.rejects(refused, PreflightError);
      t.same([error.code, error.rule], ["media_too_large", "data_url"]);
      t.ok(error.fix.includes("public URL"), error.fix);
    }
    const vague = new Response(PNG, { headers: { "content-type": "image/png", "content-length": "unknown" } });
    t.ok((await imagePart(vague)).image_url.url.startsWith("data:image/png"), "a length that is no number says nothing");
    let read = 0;
    const endless = new ReadableStream({ pull: (controller) => (read++, controller.enqueue(new Uint8Array(1000))) }, { highWaterMark: 0 });
    await t.rejects(videoPart(new Response(endless, { headers: { "content-length": "2000000000", "content-type": "video/mp4" } })), PreflightError);
    t.equal(read, 0, "reads of a response that says how large it is");
  },

  async "what cannot be sent is an error that says why, and quotes nothing"(t, env) {
    const { imagePart, videoPart, audioPart, QwenError } = env.lib;
    const secret = "canary";
    const wrong = [
      ["media_type_mismatch", () => imagePart(new Blob([latin1("\0\0\0\x18ftypisom")], { type: "image/png" }))],
      ["media_type_mismatch", () => videoPart(PNG_URL)],
      ["media_type_mismatch", () => audioPart(new Blob([PNG]))],
      ["media_type_unknown", () => imagePart(new Blob([`<html>${secret}`], { type: "text/html" }))],
      ["media_type_unknown", () => videoPart({ bytes: latin1(secret) })],
      ["media_unavailable", () => imagePart(new Response(secret, { status: 404 }))],
      ["media_unavailable", () => imagePart(new Response(new ReadableStream({ pull: (controller) => controller.error(new Error("lost")) })))],
      ["invalid_argument", () => imagePart(`blob:https://a.example/${secret}`)],
      ["invalid_argument", () => imagePart(`/${secret}.png`)],
      ["invalid_argument", () => imagePart(`data:image/png,${secret}`)],
      ["invalid_argument", () => imagePart(`data:image/png;base64,${secret}!`)],
      ["invalid_argument", () => imagePart(new Blob([], { type: "image/png" }))],
      ["invalid_argument", () => videoPart([])],
      ["invalid_argument", () => imagePart({ bytes: secret })],
      ["invalid_argument", () => imagePart(undefined)],
      ["invalid_argument", () => imagePart(7)],
    ];
    for (const [code, make] of wrong) {
      const error = await t.rejects(make, QwenError, code);
      t.equal(error.code, code, error.message);
      t.ok(!`${error.message} ${error.fix}`.includes(secret), error.message);
    }
  },

  async "parts reach the service beside the text, and a temporary upload is asked to be resolved"(t, env) {
    const peer = await env.peer({ answers: [{ says: "A cat." }] });
    const ask = async (image, options) => {
      const content = [await env.lib.imagePart(image, { max_pixels: 65_536 }), { type: "text", text: "What is this?" }];
      await (await peer.client().chat.completions.create({ model: "qwen3-vl-plus", messages: [{ role: "user", content }], stream: true }, options)).finalContent();
      t.same(await peer.sentMessages(), [{ role: "user", content }]);
      return (await peer.seen()).requests.at(-1).headers["x-dashscope-ossresourceresolve"];
    };
    t.equal(await ask(new Blob([PNG])), undefined);
    t.equal(await ask("oss://dashscope-instant/cat.png"), "enable");
    t.equal(await ask("oss://dashscope-instant/cat.png", { headers: { "X-DashScope-OssResourceResolve": null } }), undefined);
  },

  async "what was read from and written to the context cache is told in the usage"(t, env) {
    const details = { cached_tokens: 0, cache_creation_input_tokens: 1605, cache_creation: { ephemeral_5m_input_tokens: 1605 }, cache_type: "ephemeral" };
    const usage = { prompt_tokens: 1620, completion_tokens: 2, total_tokens: 1622, prompt_tokens_details: details, completion_tokens_details: { text_tokens: 2 } };
    const chunk = (choices, told) => event({ choices, object: "chat.completion.chunk", usage: told, created: 1764500101, model: "qwen-plus", id: "chatcmpl-1" });
    const text = chunk([{ index: 0, delta: { role: "assistant", content: "Hi" }, finish_reason: "stop" }], null) + chunk([], usage) + event("[DONE]");
    const peer = await env.peer({ answers: [{ body: [{ text }] }] });
    const content = [{ type: "text", text: "A long text.", cache_control: { type: "ephemeral" } }];
    const stream = await peer.client().chat.completions.create({ model: "qwen-plus", messages: [{ role: "system", content }, { role: "user", content: "?" }], stream: true });
    t.same((await stream.finalChatCompletion()).usage, usage);
    t.same((await stream.end).usage, usage);
    t.same((await peer.sentMessages())[0].content, content);
  },
};
