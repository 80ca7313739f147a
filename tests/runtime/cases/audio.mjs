// A spoken answer (reference 19): samples as they arrive, a WAV file at the end.
import { chunk, ending } from "../wire.mjs";

const REQUEST = { model: "qwen3-omni-flash", messages: [{ role: "user", content: "Say hi" }], modalities: ["text", "audio"], audio: { voice: "Cherry", format: "wav" }, stream: true };
const SAMPLES = Int16Array.from({ length: 5001 }, (_, at) => Math.round(Math.sin(at / 7) * 30_000));
const BYTES = new Uint8Array(SAMPLES.buffer);

const sound = (data, more) => chunk({ audio: { data, expires_at: 1764500500, id: "audio_1", ...more } });

/** Deltas of whole base64 texts, cut at odd bytes, each padded on its own. */
const PADDED = [0, 1, 1000, 4003, 4004, BYTES.length].flatMap((to, at, cuts) => (at ? [base64(BYTES.subarray(cuts[at - 1], to))] : []));
/** One base64 text, cut within its groups of four. */
const CUT = base64(BYTES).match(/.{1,1777}/g);

function base64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

async function stream(env, body) {
  const peer = await env.peer({ answers: [{ body: [].concat(body) }] });
  return peer.client().chat.completions.create(REQUEST);
}

async function heard(stream) {
  const all = [];
  for await (const samples of stream.audio()) {
    if (!(samples instanceof Int16Array)) throw new Error("no samples");
    all.push(...samples);
  }
  return all;
}

export const audioCases = {
  async "audio() gives every sample once, however the service cuts them"(t, env) {
    for (const deltas of [PADDED, CUT]) {
      const text = chunk({ content: "", role: "assistant" }) + chunk({ content: "Hi" }) + deltas.map((data) => sound(data)).join("") + ending();
      for (const cut of [701, undefined]) t.same(await heard(await stream(env, { text, cut })), [...SAMPLES]);
    }
  },

  async "text and sound may be read at the same time"(t, env) {
    const text = PADDED.map((data, at) => sound(data) + chunk({ content: `${at} ` })).join("") + ending();
    const spoken = await stream(env, { text, cut: 3000 });
    let said = "";
    const reading = (async () => {
      for await (const piece of spoken.text()) said += piece;
    })();
    t.same(await heard(spoken), [...SAMPLES]);
    await reading;
    t.equal(said, "0 1 2 3 4 ");
  },

  async "finalAudio() is a WAV file of all samples"(t, env) {
    for (const deltas of [PADDED, CUT]) {
      const blob = await (await stream(env, { text: deltas.map((data) => sound(data)).join("") + ending() })).finalAudio();
      t.equal(blob.type, "audio/wav");
      const bytes = new Uint8Array(await blob.arrayBuffer());
      const view = new DataView(bytes.buffer);
      t.equal(String.fromCharCode(...bytes.subarray(0, 4), ...bytes.subarray(8, 16)), "RIFFWAVEfmt ");
      t.same([view.getUint16(20, true), view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true)], [1, 1, 24_000, 16], "PCM, mono, 24 kHz, 16 bits");
      t.equal(view.getUint32(40, true), BYTES.length);
      t.same([...bytes.subarray(44)], [...BYTES]);
    }
    await t.rejects((await stream(env, { text: chunk({ content: "mute" }) + ending() })).finalAudio(), env.lib.StreamDecodeError);
  },

  async "what an older model only says aloud is its text"(t, env) {
    const text = sound("AAA=", { transcript: "Good " }) + sound("AAA=", { transcript: "morning" }) + ending();
    const spoken = await stream(env, { text });
    const said = [];
    for await (const piece of spoken.text()) said.push(piece);
    t.equal(said.join(""), "Good morning");
    t.equal(await spoken.finalContent(), "Good morning");
  },

  async "audio that is none is an error, and closes the connection"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: sound("AAAA") + sound("?!") }, { tokens: 20 }] }] });
    const broken = await peer.client().chat.completions.create(REQUEST);
    t.equal((await t.rejects(heard(broken), env.lib.StreamDecodeError)).code, "malformed_audio");
    t.ok(await peer.hasStopped(), "the peer has stopped");
  },

  async "leaving the sound early closes the connection"(t, env) {
    const peer = await env.peer({ answers: [{ body: [{ text: sound("AAAA") }, { tokens: 20 }] }] });
    for await (const _ of (await peer.client().chat.completions.create(REQUEST)).audio()) break;
    t.ok(await peer.hasStopped(), "the peer has stopped");
  },
};
