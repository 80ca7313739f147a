/** One sound on its way from a source to the audio thread. */
import { usageError } from "../errors.js";
import type { PlayerEnd } from "./player.js";
import type { FromWorklet, ToWorklet } from "./protocol.js";
import { Resampler } from "./resample.js";

/** Reads the source as far ahead as may wait, and counts what has been played. */
export class Sound {
  readonly ended: Promise<PlayerEnd>;
  /** As `ended`, but rejects with what has failed. */
  readonly played: Promise<void>;
  playing = true;
  #end!: (end: PlayerEnd) => void;
  readonly #source: AsyncIterator<Int16Array>;
  readonly #resampler: Resampler;
  #failure: { error: unknown } | undefined;
  #node: AudioWorkletNode | undefined;
  #paused = false;
  /** Samples that have been sent and not played, and how many there may be. */
  #waiting = 0;
  readonly #most: number;
  #room = (): void => undefined;

  constructor(samples: AsyncIterable<Int16Array>, { from, to, ahead }: { from: number; to: number; ahead: number }) {
    this.#source = samples[Symbol.asyncIterator]();
    this.#resampler = new Resampler(from, to);
    this.#most = ahead * to;
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.played = this.ended.then(() => {
      if (this.#failure) throw this.#failure.error;
    });
  }

  /** Begins, unless it was stopped while the worklet was loaded. */
  begin(makeNode: () => AudioWorkletNode, destination: AudioNode): void {
    if (!this.playing) return;
    const node = (this.#node = makeNode());
    node.port.onmessage = ({ data }: MessageEvent<FromWorklet>) => (data === "ended" ? this.#over(this.#failure ? "failed" : "complete") : this.#count(data));
    node.onprocessorerror = () => this.fail(usageError("The player's worklet failed.", "worklet_failed"));
    node.connect(destination);
    this.pause(this.#paused);
    void this.#feed();
  }

  pause(paused: boolean): void {
    this.#paused = paused;
    this.#post(paused ? "pause" : "resume");
  }

  stop(): void {
    this.#abandon("stopped");
  }

  /** Ends it at once. */
  fail(error: unknown): void {
    if (this.playing) this.#failure = { error };
    this.#abandon("failed");
  }

  async #feed(): Promise<void> {
    try {
      for (let read; this.playing && !(read = await this.#source.next()).done; ) {
        if (Object.prototype.toString.call(read.value) !== "[object Int16Array]") return this.fail(usageError("play() takes chunks that are Int16Arrays."));
        this.#send(this.#resampler.push(read.value));
        if (this.playing && this.#waiting >= this.#most) await new Promise<void>((resolve) => (this.#room = resolve));
      }
    } catch (error) {
      this.#failure = { error };
    }
    this.#send(this.#resampler.finish());
    this.#post("whole");
  }

  #send(samples: Int16Array): void {
    if (samples.length === 0 || !this.playing) return;
    const own = samples.slice(); // the caller's may be a view of a buffer that lives on
    this.#waiting += own.length;
    this.#post(own, [own.buffer]);
  }

  #post(message: ToWorklet, transfer: Transferable[] = []): void {
    this.#node?.port.postMessage(message, transfer);
  }

  #count(played: number): void {
    this.#waiting -= played;
    if (this.#waiting < this.#most) this.#room();
  }

  /** The source's `return()` may queue behind a hung read: nobody waits for it. */
  #abandon(end: PlayerEnd): void {
    if (!this.playing) return;
    this.#post("stop");
    this.#over(end);
    Promise.resolve(this.#source.return?.()).catch(() => undefined);
  }

  #over(end: PlayerEnd): void {
    this.playing = false;
    this.#node?.disconnect();
    this.#room();
    this.#end(end);
  }
}
