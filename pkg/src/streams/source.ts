/** Items that arrive in batches, one a read. */
import { Batch } from "./batch.js";
import { Supply } from "./supply.js";

/** In place of a batch's address: nothing has come of a read, and the next is wanted. See src/web/client/reader.rs. */
const MORE = 1;

/** A source of items `T`. */
export abstract class Source<T> extends Supply<T> {
  /** What the last read has brought. */
  protected readonly batch = new Batch();
  #reading = false;

  /** Asks for the next read. Resolves with what {@link result} gives once that has come. */
  protected abstract pull(): Promise<unknown> | undefined;
  /** Whether every read is settled when the source is: that of a body which only resembles the platform's may hang for ever. */
  protected abstract get settles(): boolean;
  protected abstract memory(): WebAssembly.Memory | undefined;

  protected override begin(): Promise<unknown> | undefined {
    if (this.#reading || !this.settles) return void this.read();
    this.#reading = true;
    return this.pull();
  }

  override return(): Promise<IteratorResult<T, undefined>> {
    this.batch.drop();
    return super.return();
  }

  protected override read(): void {
    if (this.#reading || this.over) return;
    this.#reading = true;
    void this.pull();
  }

  /** Takes what the core made of a read: where its batch is, or {@link MORE}; 0 and undefined (it is lost) where there is nothing to do. */
  protected took(address: number | undefined): void {
    if (!address) return;
    if (address === MORE) return void this.pull();
    const memory = this.memory();
    if (!memory) return;
    this.batch.read(memory, address);
    const { over, patience } = this.batch;
    this.#reading = over; // nobody may ask a source that has ended for more
    this.came(patience);
    if (over) this.ended();
    else this.serve();
  }

  /** Takes what the core had without a read. */
  protected looked(address: number | undefined): void {
    const memory = this.memory();
    if (address && memory) this.batch.read(memory, address);
  }

  /** A read has come; `patience` as in {@link Batch}. */
  protected came(_patience: number): void {}

  /** The core has ended: tells the reason by {@link settle}. */
  protected abstract ended(): void;

  /** Goes on with another body. */
  protected resume(): void {
    this.#reading = false;
    this.serve();
  }
}
