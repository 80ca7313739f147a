/**
 * Many waits, one after another, each of which may be ended from outside.
 *
 * Why not `Promise.race` with a promise of the end? That promise would hold what every wait has brought until it settles itself,
 * which is after the last: all of a file of 500 MB.
 */
export class Waits {
  #end: (reason: unknown) => void = () => undefined;
  #ended: { reason: unknown } | undefined;

  /** What `promise` brings, unless the waits are ended before. */
  for<T>(promise: PromiseLike<T> | T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended.reason);
      this.#end = reject;
      Promise.resolve(promise).then(resolve, reject);
    });
  }

  /** Ends the present wait, and all that follow. */
  end(reason: unknown): void {
    this.#ended ??= { reason };
    this.#end(reason);
  }
}
