/**
 * `qwen-edge/player-worklet.js`: the end of the player that runs on the audio thread. A module of its own, so that a page whose
 * content security policy forbids blob: and data: URLs can load it. It plays what it is sent, in order, and silence while
 * it has nothing.
 */
import type { FromWorklet, ToWorklet } from "./protocol.js";

// What the scope of a worklet has; TypeScript's DOM types are those of pages.
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  abstract process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** One sound, from its first sample to its last. */
class Sound extends AudioWorkletProcessor {
  readonly #chunks: Int16Array[] = [];
  /** Samples of the first chunk that have been played. */
  #at = 0;
  #paused = false;
  #whole = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToWorklet>) => {
      if (data === "pause" || data === "resume") this.#paused = data === "pause";
      else if (data === "whole" || data === "stop") this.#whole = true;
      else this.#chunks.push(data);
      if (data === "stop") this.#chunks.length = 0;
    };
  }

  /** Fills one block, 128 samples. False: this was the last. */
  override process(_: Float32Array[][], [output]: Float32Array[][]): boolean {
    if (!this.#paused) this.#play(output?.[0] as Float32Array);
    const over = this.#whole && this.#chunks.length === 0;
    if (over) this.#tell("ended");
    return !over;
  }

  #play(block: Float32Array): void {
    let played = 0;
    for (let to = 0, chunk; to < block.length && (chunk = this.#chunks[0]); ) {
      block[to++] = (chunk[this.#at++] as number) / 32_768;
      if (this.#at < chunk.length) continue;
      played += chunk.length;
      this.#chunks.shift();
      this.#at = 0;
    }
    if (played > 0) this.#tell(played);
  }

  #tell(message: FromWorklet): void {
    this.port.postMessage(message);
  }
}

registerProcessor("qwen-edge-player", Sound);
