/** A timer that goes off by so much too late went off in a program that stood still: a laptop asleep, a long computation. */
const LATE = 1000;

/** Looks in the time that may be waited for. */
const LOOKS = 16;

/**
 * The clock of whoever waits for a service's bytes: it counts the time in which somebody waits, and rings. It looks from time to
 * time what has been, so that a read costs no timer and no question for the time; it rings by up to an eighth too late.
 */
export class Clock {
  readonly #ring: (total: boolean) => void;
  readonly #deadline: number;
  /** Milliseconds that may be waited for the next output, and that have been. */
  #patience: number;
  #waited = 0;
  /** When it last looked, and is to look next. */
  #looked = performance.now();
  #next = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether somebody waits. */
  #waiting = false;
  /** Since the last look: whether somebody has waited all the time, or at all, and whether there was output. */
  #still = false;
  #some = false;
  #output = false;
  /** Whether only the end of the whole call is looked for. */
  #resting = true;
  #stopped = false;

  /**
   * @param patience milliseconds of waiting for the first output
   * @param total milliseconds until the whole call must have ended
   * @param ring told once, and whether it is the whole call that took too long
   */
  constructor(patience: number, total: number, ring: (total: boolean) => void) {
    this.#patience = patience;
    this.#deadline = this.#looked + total;
    this.#ring = ring;
    this.#rest();
  }

  /** Somebody waits from now on. */
  wait(): void {
    this.#waiting = true;
    this.#some = true;
    if (this.#resting) this.#begin();
  }

  /** Something has come. `patience`: milliseconds of waiting for the next output, 0 where this was none. */
  came(patience: number): void {
    this.#waiting = false;
    this.#still = false;
    if (patience === 0) return;
    this.#output = true;
    if (patience === this.#patience) return;
    this.#patience = patience;
    if (!this.#resting) this.#begin();
  }

  /** No timer is left, and none will be set. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#stopped = true;
  }

  /** Nobody waits: only the whole call has an end. A stream that nobody reads must not keep a program alive. */
  #rest(): void {
    this.#resting = true;
    this.#set(this.#deadline);
    (this.#timer as { unref?(): void } | undefined)?.unref?.();
  }

  /** Looks again from now on. */
  #begin(): void {
    this.#resting = false;
    this.#looked = performance.now();
    this.#set(this.#looked + this.#step);
  }

  get #step(): number {
    return this.#patience / LOOKS;
  }

  #set(next: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#next = Math.min(next, this.#deadline);
    this.#timer = setTimeout(this.#look, Math.ceil(this.#next - performance.now()));
  }

  readonly #look = (): void => {
    const now = performance.now();
    const stood = now - this.#next > LATE;
    this.#count(now - this.#looked, stood);
    this.#looked = now;
    if (stood) this.#set(now + LATE); // what came meanwhile is still to be read
    else if (now >= this.#deadline) this.#ring(true);
    else if (!this.#waiting) this.#rest();
    else if (this.#waited >= this.#patience) this.#ring(false);
    else this.#set(now + this.#step);
  };

  /** Counts the time since the last look, where somebody waited and there was no output. What a program stood still counts only if nothing has come since. */
  #count(passed: number, stood: boolean): void {
    if (this.#output) this.#waited = 0;
    else if (this.#still || (this.#some && !stood)) this.#waited += passed;
    this.#output = false;
    this.#still = this.#some = this.#waiting;
  }
}
