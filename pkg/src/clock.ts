/** A timer that goes off by so much too late went off in a program that stood still: a laptop asleep, a long computation. */
const LATE = 1000;

/** The clock of whoever waits for a service's bytes: it counts the time in which somebody waits, and rings. */
export class Clock {
  readonly #ring: (total: boolean) => void;
  readonly #deadline: number;
  #left: number;
  /** Whether somebody waits, and when that began. */
  #waiting = false;
  #since = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #rings = Infinity;
  /** Whether the timer is that of the whole call, while nobody waits. */
  #idle = false;

  /**
   * @param left milliseconds of waiting for the first output
   * @param total milliseconds until the whole call must have ended
   * @param ring told once, and whether it is the whole call that took too long
   */
  constructor(left: number, total: number, ring: (total: boolean) => void) {
    this.#left = left;
    this.#deadline = performance.now() + total;
    this.#ring = ring;
    this.#rest();
  }

  /** Somebody waits from now on. */
  wait(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#since = performance.now();
    // One timer for many waits: to set one a read would cost more than the read.
    if (this.#since + this.#left < this.#rings || this.#idle) this.#set(this.#since + this.#left);
  }

  /** Something has come. `patience`: milliseconds of waiting for the next output, 0 where this was none. */
  came(patience: number): void {
    if (patience > 0) this.#left = patience;
    else if (this.#waiting) this.#left -= performance.now() - this.#since;
    this.#waiting = false;
  }

  /** No timer is left. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#waiting = false;
  }

  /** Sets the timer for `at`, or for the end of the whole call where that is sooner. */
  #set(at: number): void {
    clearTimeout(this.#timer);
    this.#idle = false;
    this.#rings = Math.min(at, this.#deadline);
    this.#timer = setTimeout(this.#look, Math.ceil(this.#rings - performance.now()));
  }

  readonly #look = (): void => {
    const now = performance.now();
    const late = now - this.#rings;
    if (late > LATE) this.#set(now + LATE); // what came meanwhile is still to be read
    else if (now >= this.#deadline) this.#ring(true);
    else if (!this.#waiting) this.#rest();
    else if (now >= this.#since + this.#left) this.#ring(false);
    else this.#set(this.#since + this.#left);
  };

  /** Nobody waits: only the whole call has an end. A stream that nobody reads must not keep a program alive. */
  #rest(): void {
    this.#set(this.#deadline);
    this.#idle = true;
    (this.#timer as { unref?(): void }).unref?.();
  }
}
