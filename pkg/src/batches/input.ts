/** Requests -> the input file of a batch: one line of JSON each, checked by the service's rules (reference 16.1) as it is written. */
import { BatchError } from "../errors.js";
import type { BatchEndpoint, BatchRequest } from "../types/batches.js";
import { INPUT, type InputLimits, PART, TEST_INPUT } from "./limits.js";

/** Free, gives a fixed answer, and has an endpoint and limits of its own. */
const TEST_MODEL = "batch-test-model";
const TEST_ENDPOINT = "/v1/chat/ds-test";

type Body = Record<string, unknown>;

/** The file so far. */
export class Input {
  /** What all requests ask; the first one's `url`, where none was given. */
  endpoint: BatchEndpoint | undefined;
  lines = 0;
  /** Bytes of the finished parts. */
  bytes = 0;
  readonly #parts: Blob[] = [];
  readonly #ids = new Set<string>();
  #text = "";
  #model: string | undefined;
  #thinking: boolean | undefined;
  #limits: InputLimits = INPUT;

  constructor(endpoint: BatchEndpoint | undefined) {
    this.endpoint = endpoint;
  }

  /** Writes one more line; true where a part of the file is finished with it. @throws {BatchError} where the service would refuse it. */
  add(request: BatchRequest): boolean {
    this.lines += 1;
    const { custom_id = String(this.lines), body, url, method = "POST" } = request ?? {};
    this.#check(custom_id, body as Body | undefined, url);
    // `stream: false` is what a batch does anyway, but the service wants no `stream` at all.
    const { stream: _, ...asked } = body as Body;
    return this.#write(this.#spelled({ custom_id, method, url: this.endpoint, body: asked }), custom_id);
  }

  /** The whole file. */
  end(): Blob {
    if (this.lines === 0) throw new BatchError({ code: "no_requests", message: "The batch has no requests." });
    this.#finishPart();
    return new Blob(this.#parts, { type: "application/jsonl" });
  }

  #spelled(line: { custom_id: string; [field: string]: unknown }): string {
    try {
      return JSON.stringify(line);
    } catch {
      // Without the cause, which may quote the request.
      throw this.#refused("invalid_request", line.custom_id, "cannot be written as JSON: it holds a circle or a BigInt");
    }
  }

  #write(line: string, customId: string): boolean {
    const { lineBytes } = this.#limits;
    // A character has three bytes at most (a pair of halves has four): only long lines need counting.
    if (line.length * 3 > lineBytes && new Blob([line]).size > lineBytes) throw this.#refused("line_too_large", customId, `has more than ${lineBytes} bytes`);
    this.#text += `${line}\n`;
    if (this.#text.length < PART) return false;
    this.#finishPart();
    return true;
  }

  /** Never one huge string: engines bound its length, and a Blob may lie on the disk. */
  #finishPart(): void {
    const part = new Blob([this.#text]);
    this.#text = "";
    this.#parts.push(part);
    this.bytes += part.size;
    if (this.bytes > this.#limits.bytes) {
      throw new BatchError({ code: "batch_too_large", line: this.lines, message: `The batch has more than ${this.#limits.bytes} bytes at line ${this.lines}: make several of it.` });
    }
  }

  #check(customId: string, body: Body | undefined, url: BatchEndpoint | undefined): void {
    if (typeof customId !== "string" || customId === "") throw this.#refused("invalid_request", "", "has a `custom_id` that is no text");
    if (typeof body !== "object" || body === null) throw this.#refused("invalid_request", customId, "has no `body`: a request is { custom_id, body }");
    if (typeof body["model"] !== "string") throw this.#refused("invalid_request", customId, "names no `model` in its body");
    if (this.lines === 1) this.#begin(body["model"], url);
    if (this.lines > this.#limits.lines) throw this.#refused("too_many_lines", customId, `is one more than the ${this.#limits.lines} that a batch may have`);
    if (this.#ids.has(customId)) throw this.#refused("duplicate_custom_id", customId, "has the `custom_id` of an earlier line");
    this.#ids.add(customId);
    if (body["stream"]) throw this.#refused("stream_not_allowed", customId, "asks for a stream: a batch gives none");
    if (body["model"] !== this.#model) throw this.#refused("mismatched_model", customId, "asks another model than the first line: a batch asks one");
    this.#checkThinking(body["enable_thinking"], customId);
    if (url !== undefined && url !== this.endpoint) throw this.#refused("mismatched_url", customId, `has another \`url\` than the batch's endpoint ${this.endpoint}`);
    if ((this.#model === TEST_MODEL) !== (this.endpoint === TEST_ENDPOINT)) {
      throw this.#refused("mismatched_test_url", customId, `does not fit its endpoint: ${TEST_MODEL} is asked at ${TEST_ENDPOINT}, and no other model is`);
    }
  }

  /** The first request says what the others must agree with. */
  #begin(model: string, url: BatchEndpoint | undefined): void {
    this.#model = model;
    if (model === TEST_MODEL) this.#limits = TEST_INPUT;
    this.endpoint ??= url ?? (model === TEST_MODEL ? TEST_ENDPOINT : "/v1/chat/completions");
  }

  /** What a request that says nothing means depends on the model: only those that say it are compared. */
  #checkThinking(thinking: unknown, customId: string): void {
    if (typeof thinking !== "boolean") return;
    this.#thinking ??= thinking;
    if (thinking !== this.#thinking) throw this.#refused("mismatched_thinking", customId, "has another `enable_thinking` than the lines before it: a batch has one thinking mode");
  }

  #refused(code: string, customId: string, what: string): BatchError {
    const name = customId && ` (custom_id ${JSON.stringify(customId.slice(0, 64))})`;
    return new BatchError({ code, line: this.lines, ...(customId && { customId }), message: `Line ${this.lines} of the batch${name} ${what}.` });
  }
}
