import type { Call } from "../call.js";
import { requestId } from "../ids.js";
import type { Settings } from "../options.js";
import type { Validated } from "./lines.js";
import type { BatchRequest } from "./request.js";
import { shuffled } from "./results.js";
import { Work } from "./work.js";

/** The states that come to an end, and what follows them; all others are ends. */
const NEXT = { validating: "in_progress", in_progress: "finalizing", finalizing: "completed", cancelling: "cancelled" } as const;

export type Status = keyof typeof NEXT | "completed" | "failed" | "expired" | "cancelled";

/**
 * A batch (reference 16.2):
 *
 *     validating ─┬─ in_progress ── finalizing ── completed
 *                 └─ failed
 *     from the three that lead to completed: ─┬─ the window is over ── expired
 *                                             └─ cancel ── cancelling ── cancelled
 *
 * Nothing runs by itself: an answer that shows the batch first does what has become due, so that a clock that stands still
 * and a poll that never comes leave it where it is.
 */
export class Batch {
  readonly id = `batch_${requestId()}`;
  /** Set by a fault: its time will be over when half of it is done. */
  willExpire = false;
  readonly #createdAt: number;
  readonly #work: Work;
  #status: Status = "validating";
  /** When it came into its state, in milliseconds, and how many answers have shown it there. */
  #since: number;
  #shown = 0;
  /** When it came into each state, in UNIX seconds. */
  readonly #times: Partial<Record<Status, number>> = {};
  #outputFile: string | null = null;
  #errorFile: string | null = null;

  constructor(
    readonly account: string,
    readonly request: BatchRequest,
    private readonly input: Validated,
    private readonly settings: Settings,
  ) {
    this.#createdAt = settings.now();
    this.#since = this.#createdAt;
    this.#work = new Work(input.lines, request.endpoint, account);
  }

  /** UNIX seconds. */
  get createdAt(): number {
    return Math.floor(this.#createdAt / 1000);
  }

  get status(): Status {
    return this.#status;
  }

  /** Does what is due when `call` asks. */
  async proceed(call: Call): Promise<void> {
    const now = this.settings.now();
    do {
      if (this.#status === "in_progress" && !this.#isOverdue(now)) await this.#work.answerUntil(this.#linesDue(now), call);
    } while (this.#advance(call, now));
  }

  /** Begins to cancel it; false where it has come to an end. */
  async cancel(call: Call): Promise<boolean> {
    // Whoever cancels means the state that was seen: only the clock goes on without being asked.
    if (this.settings.batches.polls === 0) await this.proceed(call);
    if (!hasNext(this.#status)) return false;
    return this.#status === "cancelling" || this.#enter("cancelling", this.settings.now());
  }

  /** Goes on to the next state if that is due. */
  #advance(call: Call, now: number): boolean {
    const status = this.#status;
    if (!hasNext(status) || this.#work.isBusy) return false;
    if (this.#isOverdue(now)) return this.#end("expired", call, now);
    const { ms, polls } = this.settings.batches;
    if (this.#shown < polls || now - this.#since < ms) return false;
    // Where time alone counts, a state begins when the one before was over, however late somebody asks.
    const at = polls > 0 ? now : this.#since + ms;
    if (status === "validating" && this.input.errors.length > 0) return this.#enter("failed", at);
    if (status === "in_progress" && this.willExpire) return this.#end("expired", call, at);
    const next = NEXT[status];
    return next === "completed" || next === "cancelled" ? this.#end(next, call, at) : this.#enter(next, at);
  }

  #isOverdue(now: number): boolean {
    return this.#status !== "cancelling" && now >= this.#createdAt + this.request.window;
  }

  /** How many lines are to be answered by now: as large a part of them as of the state's time. */
  #linesDue(now: number): number {
    const { ms, polls } = this.settings.batches;
    const ofPolls = this.#shown < polls ? (this.#shown + 1) / (polls + 1) : 1;
    const ofTime = ms > 0 ? (now - this.#since) / ms : 1;
    const part = Math.min(ofPolls, ofTime, 1) * (this.willExpire ? 0.5 : 1);
    return Math.floor(this.#work.total * part);
  }

  #enter(status: Status, at: number): true {
    this.#status = status;
    this.#since = at;
    this.#shown = 0;
    this.#times[status] = Math.floor(at / 1000);
    return true;
  }

  #end(status: "completed" | "expired" | "cancelled", call: Call, at: number): true {
    if (status !== "completed") this.#work.abandon(status);
    this.#outputFile = this.#file(call, "success", this.#work.outputs);
    this.#errorFile = this.#file(call, "error", this.#work.failures);
    return this.#enter(status, at);
  }

  #file(call: Call, kind: string, lines: readonly string[]): string | null {
    if (lines.length === 0) return null;
    const file = new File(shuffled(lines), `${this.id}_${kind}.jsonl`);
    return call.files.add(this.account, file, "batch_output").id;
  }

  /** The batch object in wire order (reference 16.2), counted as an answer. `expires_at` stays null, as recorded. */
  show(): object {
    this.#shown += 1;
    const { request } = this;
    const status = this.#status;
    const at = (state: Status): number | null => this.#times[state] ?? null;
    return {
      id: this.id,
      object: "batch",
      endpoint: request.endpoint,
      errors: status === "failed" ? { object: "list", data: this.input.errors } : null,
      input_file_id: request.input.id,
      completion_window: request.completionWindow,
      status,
      output_file_id: this.#outputFile,
      error_file_id: this.#errorFile,
      created_at: this.createdAt,
      in_progress_at: at("in_progress"),
      expires_at: null,
      finalizing_at: at("finalizing"),
      completed_at: at("completed"),
      failed_at: at("failed"),
      expired_at: at("expired"),
      cancelling_at: at("cancelling"),
      cancelled_at: at("cancelled"),
      request_counts: this.#counts(),
      metadata: request.metadata,
    };
  }

  /** Zeros while it is validated, and where that failed (reference 16.2). */
  #counts(): object {
    const { total, outputs, failures } = this.#work;
    const counted = outputs.length > 0 || failures.length > 0 || "in_progress" in this.#times;
    return { total: counted ? total : 0, completed: outputs.length, failed: failures.length };
  }
}

function hasNext(status: Status): status is keyof typeof NEXT {
  return status in NEXT;
}
