/** Another rate, for a context that has its own. Linear between neighbours: speech bears it. */

/** Resamples chunks of one sound, without a seam between them. */
export class Resampler {
  /** Samples of the source for each sample made. */
  readonly #step: number;
  /** The last sample of the chunk before, which the next one begins from. */
  #before: number | undefined;
  /** Where the next sample is made, counted from `#before`. */
  #at = 0;

  constructor(from: number, to: number) {
    this.#step = from / to;
  }

  /** What can be made so far: up to the chunk's last sample, whose successor is not known yet. */
  push(chunk: Int16Array): Int16Array {
    if (this.#step === 1 || chunk.length === 0) return chunk;
    const source = this.#before === undefined ? chunk : joined(this.#before, chunk);
    const last = source.length - 1;
    const made = new Int16Array(Math.max(0, Math.ceil((last - this.#at) / this.#step)));
    for (let to = 0; to < made.length; to++) {
      const at = this.#at + to * this.#step;
      const left = Math.floor(at);
      const [a, b] = [source[left] as number, source[left + 1] as number];
      made[to] = Math.round(a + (b - a) * (at - left));
    }
    this.#at += made.length * this.#step - last;
    this.#before = source[last];
    return made;
  }

  /** The rest, as if the last sample went on. */
  finish(): Int16Array {
    return this.#before === undefined ? new Int16Array() : this.push(Int16Array.of(this.#before));
  }
}

function joined(first: number, rest: Int16Array): Int16Array {
  const all = new Int16Array(rest.length + 1);
  all[0] = first;
  all.set(rest, 1);
  return all;
}
