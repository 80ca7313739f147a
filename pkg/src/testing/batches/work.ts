import type { Call } from "../call.js";
import type { Fields } from "../chat/json.js";
import { plainCompletion } from "../chat/route.js";
import { ServiceError, inferenceError } from "../errors.js";
import { requestId } from "../ids.js";
import type { Line } from "./lines.js";
import { errorLine, outputLine, testCompletion, unansweredLine } from "./results.js";
import { TEST_URL } from "./urls.js";

/** The lines of a batch and what became of them so far. */
export class Work {
  readonly outputs: string[] = [];
  readonly failures: string[] = [];
  /** The next line to be answered; those before it are answered, or being answered. */
  #next = 0;
  #open = 0;

  constructor(
    private readonly lines: readonly Line[],
    private readonly endpoint: string,
    private readonly account: string,
  ) {}

  get total(): number {
    return this.lines.length;
  }

  /** Whether a line is being answered for another call. */
  get isBusy(): boolean {
    return this.#open > 0;
  }

  /** Answers the lines before `end`. Each is taken before any wait: another call may be at the same work. */
  async answerUntil(end: number, call: Call): Promise<void> {
    while (this.#next < end) {
      const line = this.lines[this.#next] as Line;
      this.#next += 1;
      this.#open += 1;
      try {
        await this.#answer(line, call);
      } finally {
        this.#open -= 1;
      }
    }
  }

  /** Gives up the lines that nobody answered: they have failed (reference 16.5). */
  abandon(end: "expired" | "cancelled"): void {
    for (const { customId } of this.lines.slice(this.#next)) this.failures.push(unansweredLine(customId, end));
    this.#next = this.lines.length;
  }

  async #answer({ customId, body }: Line, call: Call): Promise<void> {
    const id = requestId();
    try {
      this.outputs.push(outputLine(customId, id, await this.#completion(body, id, call)));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.failures.push(errorLine(customId, id, error, this.failures.length));
    }
  }

  async #completion(body: Fields, id: string, call: Call): Promise<Fields> {
    const arrivedAt = call.settings.now();
    if (this.endpoint === TEST_URL) return testCompletion(body, id, arrivedAt);
    // "No stream in body" (reference 16.1); what the service says to one is not known.
    if (body["stream"] === true) throw inferenceError("The stream parameter is not supported by the Batch API.");
    return plainCompletion(body, { ...call, requestId: id, arrivedAt, latency: Promise.resolve() }, this.account);
  }
}
