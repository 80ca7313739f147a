import type { Settings } from "../options.js";
import { Batch } from "./batch.js";
import type { Validated } from "./lines.js";
import type { BatchRequest } from "./request.js";

/** How long a batch can be asked for, in seconds: 30 days (reference 16.3). */
const KEPT = 30 * 86_400;

/** The batches of all accounts. */
export class BatchStore {
  readonly #batches = new Map<string, Batch>();

  constructor(private readonly settings: Settings) {}

  add(account: string, request: BatchRequest, input: Validated): Batch {
    const batch = new Batch(account, request, input, this.settings);
    this.#batches.set(batch.id, batch);
    return batch;
  }

  get(account: string, id: string): Batch | undefined {
    const batch = this.#batches.get(id);
    return batch && this.#isKnown(batch, account) ? batch : undefined;
  }

  /** The account's batches, newest first. */
  list(account: string): Batch[] {
    return [...this.#batches.values()].filter((batch) => this.#isKnown(batch, account)).reverse();
  }

  /** What the fault `batch-expired` does. */
  letExpire(id: string): void {
    const batch = this.#batches.get(id);
    if (batch) batch.willExpire = true;
  }

  clear(): void {
    this.#batches.clear();
  }

  #isKnown({ account, createdAt }: Batch, asking: string): boolean {
    return account === asking && createdAt > this.settings.now() / 1000 - KEPT;
  }
}
