/**
 * `qwen-edge/player`: a spoken answer in a page, heard while it arrives.
 *
 * @module qwen-edge/player
 */
import { QwenError, usageError } from "../errors.js";
import { Sound } from "./sound.js";

/** How a sound has ended: heard to its end; by `stop()`; because its source failed, or the worklet did. */
export type PlayerEnd = "complete" | "stopped" | "failed";

/** Options of a player. */
export interface PlayerOptions {
  /**
   * Where your site serves `qwen-edge/player-worklet.js`, a file without imports: copy it, or let a bundler do so
   * (Vite: `import workletURL from "qwen-edge/player-worklet.js?url&no-inline"`; webpack: `new URL("qwen-edge/player-worklet.js",
   * import.meta.url)`). A content security policy must allow it as a script: `script-src 'self'`.
   */
  workletURL: string | URL;
  /** Where the sound goes: a node of a context of yours, such as an analyser. Default: the speakers, by a context that the player makes. */
  destination?: AudioNode;
  /** Seconds of sound that may wait to be heard; while there are more, nothing is read from the source. Default 60 (3 MB). */
  ahead?: number;
}

/** Plays one sound at a time. */
export interface Player {
  /**
   * Plays what comes, in order and without gaps: 16-bit mono samples at 24 kHz, as `stream.audio()` gives them. Resolves when
   * the last one has been played, or after {@link stop}. While the source is slower than the sound, there is silence.
   *
   * @throws {QwenError} what the source throws, after what came before it was heard; "worklet_unavailable": the worklet could not be loaded.
   */
  play(samples: AsyncIterable<Int16Array>): Promise<void>;
  /** Halts the sound. What arrives meanwhile waits. */
  pause(): void;
  /** Goes on where {@link pause} halted. */
  resume(): void;
  /** Ends the sound at once, and lets go of its source (`return()`). */
  stop(): void;
  /** How the sound that was begun last has ended; never rejects. */
  readonly ended: Promise<PlayerEnd>;
  /** Ends the sound, and the player: a page may have only a few. */
  close(): Promise<void>;
}

/** The rate of the service's speech (reference 19). */
const RATE = 24_000;

/**
 * Makes a player. In the handler of a click or a key, where you can: else some browsers stay silent until there is one.
 *
 * @example
 * const player = createPlayer({ workletURL: "/player-worklet.js" });
 * const stream = await qwen.chat.completions.create({ model: "qwen3-omni-flash", modalities: ["text", "audio"], audio: { voice: "Cherry", format: "wav" }, stream: true, messages });
 * await player.play(stream.audio());
 *
 * @throws {QwenError} "worklet_unavailable" where there is no AudioWorklet: a page without https.
 */
export function createPlayer(options: PlayerOptions): Player {
  return new ContextPlayer(options);
}

class ContextPlayer implements Player {
  readonly #destination: AudioNode;
  /** The context, where it is the player's own. */
  readonly #own: AudioContext | undefined;
  readonly #loaded: Promise<void>;
  readonly #ahead: number;
  #sound: Sound | undefined;

  constructor({ workletURL, destination, ahead = 60 }: PlayerOptions) {
    this.#own = destination ? undefined : speakers();
    this.#destination = destination ?? (this.#own as AudioContext).destination;
    this.#ahead = ahead;
    this.#loaded = load(this.#destination.context, workletURL);
    this.#loaded.catch(() => undefined); // `play` tells it
  }

  get ended(): Promise<PlayerEnd> {
    return this.#sound?.ended ?? Promise.resolve("complete");
  }

  async play(samples: AsyncIterable<Int16Array>): Promise<void> {
    if (this.#sound?.playing) throw usageError("The player plays: stop() it first, or wait for `ended`.");
    const { context } = this.#destination;
    const sound = new Sound(samples, { from: RATE, to: context.sampleRate, ahead: this.#ahead });
    this.#sound = sound;
    this.#wake();
    try {
      await this.#loaded;
      sound.begin(() => new AudioWorkletNode(context, "qwen-edge-player", { numberOfInputs: 0, outputChannelCount: [1] }), this.#destination);
    } catch (error) {
      sound.fail(error);
    }
    return sound.played;
  }

  pause(): void {
    this.#sound?.pause(true);
  }

  resume(): void {
    this.#wake();
    this.#sound?.pause(false);
  }

  stop(): void {
    this.#sound?.stop();
  }

  async close(): Promise<void> {
    this.stop();
    if (this.#own?.state !== "closed") await this.#own?.close();
  }

  /** A context that was made without a click waits for one; so does this promise. */
  #wake(): void {
    this.#own?.resume().catch(() => undefined);
  }
}

function speakers(): AudioContext {
  try {
    return new AudioContext({ sampleRate: RATE });
  } catch {
    return new AudioContext(); // its own rate: the sound is resampled
  }
}

async function load(context: BaseAudioContext, workletURL: string | URL): Promise<void> {
  try {
    await context.audioWorklet.addModule(workletURL);
  } catch (cause) {
    const message = context.audioWorklet ? "The player's worklet could not be loaded from `workletURL`." : "There is no AudioWorklet: the page must come by https or from localhost.";
    throw new QwenError({ code: "worklet_unavailable", message, cause });
  }
}
