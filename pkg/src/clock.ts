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

  /**
   * @param left milliseconds of waiting for the first output
   * @param total milliseconds until the whole call must have ended
   * @param ring told once, and whether it is the whole call that took too long
   */
  constructor(left: number, total: number, ring: (total: boolean) => void) {
    this.#left = left;
    this.#deadline = performance.now() + total;
    this.#ring = ring;
  }

  /** Somebody waits from now on. */
  wait(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#since = performance.now();
    // One timer for many waits: to set one a read would cost more than the read.
    if (this.#since + this.#left < this.#rings) this.#set();
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

  /** Sets the timer for the present wait. */
  #set(): void {
    clearTimeout(this.#timer);
    this.#rings = Math.min(this.#since + this.#left, this.#deadline);
    this.#timer = setTimeout(this.#look, Math.ceil(this.#rings - performance.now()));
  }

  readonly #look = (): void => {
    const now = performance.now();
    const late = now - this.#rings;
    this.#rings = Infinity;
    if (!this.#waiting) return; // nobody waits: time that the reader takes is not the service's
    if (late > LATE) {
      // What came meanwhile is still to be read.
      this.#rings = now + LATE;
      this.#timer = setTimeout(this.#look, LATE);
    } else if (now >= this.#deadline || now >= this.#since + this.#left) this.#ring(now >= this.#deadline);
    else this.#set();
  };
}
