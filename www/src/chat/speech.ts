/** A spoken answer: heard as it arrives, and again when it is whole. */
import { APIError } from "qwen-edge";
import { createPlayer, type Player } from "qwen-edge/player";

/** The page's one player: a browser gives a page only a few. */
export class Speaker {
  #player: Player | null = null;

  /** Must be called in the visitor's click or key press: else some browsers stay silent. */
  wake(): Player {
    return (this.#player ??= createPlayer({ workletURL: "/player-worklet.js" }));
  }

  /** Forgets the player, whose worklet may not have been loaded: the next one tries again. */
  drop(): void {
    void this.#player?.close();
    this.#player = null;
  }
}

/** Where a speech is. */
export type SpeechState = "playing" | "paused" | "ended" | "failed";

/** Bytes before the samples of a WAV file. */
const WAV_HEADER = 44;

/** What is said in one answer. */
export class Speech {
  state: SpeechState = "playing";
  /** All of it as a WAV file, once the answer is whole. */
  file: Blob | null = null;
  /** Why nothing is heard. */
  error: unknown;
  /** Called when one of them has changed. */
  onChange: () => void = () => undefined;
  readonly #speaker: Speaker;
  #player: Player;

  /** Begins to speak. `file` resolves when the answer is whole. */
  constructor(speaker: Speaker, samples: AsyncIterable<Int16Array>, file: Promise<Blob>) {
    this.#speaker = speaker;
    this.#player = speaker.wake();
    void this.#play(samples);
    file.then((blob) => this.#set({ file: blob }), () => undefined); // the answer's own end tells why there is none
  }

  /** The one button: halts what is heard, goes on, or begins again. */
  press(): void {
    if (this.state === "playing") {
      this.#player.pause();
      this.#set({ state: "paused" });
    } else if (this.state === "paused") {
      this.#player.resume();
      this.#set({ state: "playing" });
    } else if (this.file !== null) {
      this.#player = this.#speaker.wake();
      void this.#play(samplesOf(this.file));
    }
  }

  /** Speaks no further. */
  stop(): void {
    if (this.state === "playing" || this.state === "paused") this.#player.stop();
  }

  async #play(samples: AsyncIterable<Int16Array>): Promise<void> {
    this.#player.stop(); // whatever else is heard
    this.#set({ state: "playing", error: undefined });
    try {
      await this.#player.play(samples);
      this.#set({ state: "ended" });
    } catch (error) {
      // That the answer itself has failed is said under its text.
      if (error instanceof APIError) return this.#set({ state: "ended" });
      this.#speaker.drop();
      this.#set({ state: "failed", error });
    }
  }

  #set(change: Partial<Pick<Speech, "state" | "file" | "error">>): void {
    Object.assign(this, change);
    this.onChange();
  }
}

async function* samplesOf(file: Blob): AsyncGenerator<Int16Array, void, undefined> {
  yield new Int16Array(await file.slice(WAV_HEADER).arrayBuffer());
}
