// The player, heard: a worklet of ours stands where the speakers would be, and keeps every sample that reaches them.
import { Qwen } from "qwen-edge";
import { createPlayer } from "qwen-edge/player";
import { createEmulator } from "qwen-edge/testing";
import { sleep, t, until } from "../assert.mjs";

const RATE = 24_000;
const workletURL = "/player-worklet.js";

/** The worklet that listens. */
export const CAPTURE = `registerProcessor("capture", class extends AudioWorkletProcessor {
  process([[heard]]) {
    this.port.postMessage(heard ? heard.slice() : new Float32Array(128));
    return true;
  }
});`;

/** Samples of which none is silence, and of which no two neighbours are the same. */
function ramp(length) {
  return Int16Array.from({ length }, (_, at) => (at % 30_000) + 1);
}

/** The samples in chunks of uneven sizes, some smaller than a block of 128. */
async function* chunksOf(samples, { pause = 0, told = {} } = {}) {
  const sizes = [1, 2, 127, 128, 129, 0, 255, 1000, 4095];
  for (let at = 0, number = 0; at < samples.length; number++) {
    const size = sizes[number % sizes.length];
    yield samples.subarray(at, (at += size));
    if (pause) await sleep(pause);
  }
  told.read = true;
}

/** A context that runs, where there is one: Firefox starts none on a machine without a device for sound. */
async function started(sampleRate = RATE) {
  const context = new AudioContext({ sampleRate });
  await Promise.race([context.resume(), sleep(2000)]);
  return context.state === "running" ? context : undefined;
}

async function running(sampleRate) {
  return (await started(sampleRate)) ?? t.skip("this machine has no sound, and so this browser no running AudioContext");
}

/** A context with an ear at its end. */
async function ear(sampleRate = RATE) {
  const context = await running(sampleRate);
  await context.audioWorklet.addModule("/capture.js");
  const node = new AudioWorkletNode(context, "capture");
  node.connect(context.destination);
  const blocks = [];
  node.port.onmessage = ({ data }) => blocks.push(data);
  /** What was heard, as 16-bit samples. */
  const all = () => blocks.flatMap((block) => Array.from(block, (value) => Math.round(value * 32_768)));
  return {
    node,
    blocks,
    all,
    sounds: () => all().filter((sample) => sample !== 0),
    /** From the first sound to the last: silence between them would be a gap. */
    between: () => trimmed(all()),
    silence: async (count) => {
      const from = blocks.length;
      await until(() => blocks.length >= from + count, `${count} more blocks`);
    },
    close: () => context.close(),
  };
}

function trimmed(samples) {
  return samples.slice(samples.findIndex((sample) => sample !== 0), samples.findLastIndex((sample) => sample !== 0) + 1);
}

/** Runs `body` with an ear and a player that ends there. */
async function heard(body, { sampleRate, ...options } = {}) {
  const listener = await ear(sampleRate);
  const player = createPlayer({ workletURL, destination: listener.node, ...options });
  try {
    await body(player, listener);
  } finally {
    await player.close();
    await listener.close();
  }
}

function sameSamples(t, found, expected, what) {
  const at = found.findIndex((sample, index) => sample !== expected[index]);
  if (at >= 0) t.equal(found[at], expected[at], `${what}: sample ${at}`);
  t.equal(found.length, expected.length, `${what}: samples`);
}

export const playerCases = {
  "every sample is heard once, in order and without a gap": (t) =>
    heard(async (player, ear) => {
      const samples = ramp(RATE);
      const told = { read: false };
      const playing = player.play(chunksOf(samples, { told }));
      player.pause(); // so that all of it waits: a gap would then be the player's own
      await until(() => told.read, "the source is read to its end");
      player.resume();
      await playing;
      t.equal(await player.ended, "complete");
      await ear.silence(2);
      sameSamples(t, ear.between(), samples, "heard");
    }),

  "a spoken answer is heard as it stands in its WAV": (t) =>
    heard(async (player, ear) => {
      const qwen = new Qwen({ apiKey: "sk-emulator", dangerouslyAllowBrowser: true, fetch: createEmulator().fetch });
      const messages = [{ role: "user", content: "Say good morning." }];
      const stream = await qwen.chat.completions.create({ model: "qwen3-omni-flash", messages, modalities: ["text", "audio"], audio: { voice: "Cherry", format: "wav" }, stream: true });
      const playing = player.play(stream.audio());
      player.pause();
      t.equal((await stream.end).state, "complete");
      player.resume();
      await playing;
      const wav = new Int16Array(await (await stream.finalAudio()).arrayBuffer(), 44);
      t.ok(wav.length > 1000, "there is a voice");
      await ear.silence(2);
      sameSamples(t, ear.between(), trimmed([...wav]), "heard");
    }),

  "a source that is slower than the sound leaves silence, and loses nothing": (t) =>
    heard(async (player, ear) => {
      const samples = ramp(4000);
      await player.play(chunksOf(samples, { pause: 15 }));
      await ear.silence(2);
      sameSamples(t, ear.sounds(), samples, "heard");
    }),

  "a pause halts the sound, and it goes on with the next sample": (t) =>
    heard(async (player, ear) => {
      const samples = ramp(RATE);
      const playing = player.play(chunksOf(samples));
      await until(() => ear.sounds().length > 1000, "the sound begins");
      player.pause();
      await ear.silence(20);
      const before = ear.sounds().length;
      await ear.silence(20);
      t.equal(ear.sounds().length, before, "samples in the pause");
      t.ok(before < samples.length, "it was paused in the middle");
      player.resume();
      await playing;
      await ear.silence(2);
      sameSamples(t, ear.sounds(), samples, "heard");
    }),

  "no more is read than may wait": (t) =>
    heard(
      async (player, ear) => {
        let read = 0;
        let returned = 0;
        const endless = { next: async () => (read++, { done: false, value: ramp(4000) }), return: async () => (returned++, { done: true }), [Symbol.asyncIterator]: () => endless };
        const playing = player.play(endless);
        player.pause();
        await until(() => read === 3, "half a second is read");
        await ear.silence(20);
        t.equal(read, 3, "chunks while nothing is heard");
        player.resume();
        await until(() => read >= 6, "more is read when room is made");
        player.stop();
        await playing;
        t.same([await player.ended, returned], ["stopped", 1]);
        await ear.silence(2);
        const sounds = ear.sounds().length;
        await ear.silence(20);
        t.equal(ear.sounds().length, sounds, "samples after the stop");
      },
      { ahead: 0.5 },
    ),

  "stop ends a sound whose source hangs, and another can begin": (t) =>
    heard(async (player, ear) => {
      const hung = { next: () => new Promise(() => undefined), return: () => new Promise(() => undefined), [Symbol.asyncIterator]: () => hung };
      const playing = player.play(hung);
      await t.rejects(player.play(hung), Error, "a second sound at once");
      await ear.silence(2);
      player.stop();
      await playing;
      const samples = ramp(500);
      await player.play(chunksOf(samples));
      await ear.silence(2);
      sameSamples(t, ear.sounds(), samples, "heard of the second");
    }),

  "what came before its source failed is heard, then the error is told": (t) =>
    heard(async (player, ear) => {
      const samples = ramp(1000);
      const broken = new Error("cut");
      const source = (async function* () {
        yield* chunksOf(samples);
        throw broken;
      })();
      t.equal(await t.rejects(player.play(source), Error), broken);
      t.equal(await player.ended, "failed");
      await ear.silence(2);
      sameSamples(t, ear.sounds(), samples, "heard");
      const text = (async function* () {
        yield "text";
      })();
      t.equal((await t.rejects(player.play(text), Error)).code, "invalid_argument");
    }),

  "a context of another rate hears it resampled, without a seam": (t) =>
    heard(
      async (player, ear) => {
        const samples = ramp(5000);
        await player.play(chunksOf(samples));
        await ear.silence(2);
        const sounds = ear.sounds();
        t.equal(sounds.length, 10_000, "samples at the double rate");
        sameSamples(t, sounds.filter((_, at) => at % 2 === 0), samples, "heard");
      },
      { sampleRate: 2 * RATE },
    ),

  "a rate that is no multiple is resampled without a seam, too": (t) =>
    heard(
      async (player, ear) => {
        await player.play(chunksOf(ramp(5000)));
        await ear.silence(2);
        const sounds = ear.sounds();
        t.equal(sounds.length, Math.ceil((5000 * 44_100) / RATE), "samples at 44,100");
        t.equal(sounds.findIndex((sample, at) => at > 0 && ![0, 1].includes(sample - sounds[at - 1])), -1, "the first step that is none of a ramp");
      },
      { sampleRate: 44_100 },
    ),

  "a player of its own context plays to the end": async (t) => {
    await (await running(RATE)).close();
    const player = createPlayer({ workletURL });
    await player.play(chunksOf(ramp(2000)));
    t.equal(await player.ended, "complete");
    await player.close();
  },

  "a worklet that cannot be loaded is told, and blob: URLs are forbidden here": async (t) => {
    const player = createPlayer({ workletURL: "/missing.js" });
    t.equal((await t.rejects(player.play(chunksOf(ramp(10))), Error)).code, "worklet_unavailable");
    await player.close();
    const blob = URL.createObjectURL(new Blob(["registerProcessor"], { type: "text/javascript" }));
    const forbidden = createPlayer({ workletURL: blob });
    t.equal((await t.rejects(forbidden.play(chunksOf(ramp(10))), Error)).code, "worklet_unavailable");
    await forbidden.close();
  },
};
