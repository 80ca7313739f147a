/** A line of a batch's file -> a result (reference 16.6). The shape of failures is unverified: every one is taken. */
import type { Core } from "#core";
import { Lease } from "../core/instance.js";
import { type APIError, type Failure, StreamDecodeError, toError, TruncatedStreamError } from "../errors.js";
import type { BatchResult } from "../types/batches.js";
import type { Line } from "./file.js";

type Json = Record<string, unknown>;

/** Reads the lines of a batch's files, and counts. */
export class Reading<T> {
  /** Results that are answers. */
  answers = 0;
  all = 0;
  readonly #api: Core;

  constructor(api: Core) {
    this.#api = api;
  }

  /** What a line says. @throws {TruncatedStreamError} for a last line that was cut. */
  result(line: Line): BatchResult<T> {
    this.all += 1;
    const record = parsed(line.text);
    if (!record) return { ok: false, custom_id: null, request_id: null, error: malformed(line) };
    const { custom_id, error, response } = record;
    const { status_code, request_id, body } = (isObject(response) ? response : {}) as Json;
    const id = textOf(custom_id);
    const request = textOf(request_id);
    if (id !== null && isAnswer(error, status_code, body)) {
      this.answers += 1;
      return { ok: true, custom_id: id, request_id: request, completion: withRole(body) as T };
    }
    return { ok: false, custom_id: id, request_id: request, error: this.#error(problem(record, error, body), status_code, request) };
  }

  /** The core reads it as it reads the error in the body of a call. */
  #error(error: unknown, status: unknown, request: string | null): APIError {
    const failure = new Lease().run(this.#api, () => this.#api.body_failure({ error }, new Response(null), false)) as Failure;
    const { headers: _, status: __, ...known } = failure;
    const said = { ...(request !== null && { requestId: request }), ...(status != null && { status: numberOf(status) }) };
    return toError({ ...known, ...said }) as APIError;
  }
}

/** What stands for the error, wherever that is. */
function problem(record: Json, error: unknown, body: unknown): unknown {
  if (error != null) return error;
  if (!isObject(body)) return record;
  return body["error"] ?? body;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : null;
}

/** A service that is none may send anything. */
function numberOf(value: unknown): number {
  return Number(textOf(value) ?? Number.NaN);
}

/** A line that says two things at once is a failure. */
function isAnswer(error: unknown, status: unknown, body: unknown): body is Json {
  if (error != null || !isObject(body) || (status != null && Math.floor(numberOf(status) / 100) !== 2)) return false;
  return body["error"] == null && !(body["code"] != null && body["message"] != null);
}

/** Older answers lack the role (reference 16.6). */
function withRole(body: Json): Json {
  const { choices } = body;
  for (const choice of Array.isArray(choices) ? choices : []) {
    if (isObject(choice) && isObject(choice["message"])) choice["message"]["role"] ??= "assistant";
  }
  return body;
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // without the cause: some engines quote the text
  }
}

/** The rest of the file may be sound, so that this is the result of one line; but a cut is the end of all. */
function malformed({ number, file, isOpen }: Line): StreamDecodeError {
  if (isOpen) {
    throw new TruncatedStreamError({ kind: "truncated", code: "truncated_results", message: `The file ${file} ended within line ${number}: the connection may have been cut. Read the results again.` });
  }
  return new StreamDecodeError({ kind: "decode", code: "malformed_line", message: `Line ${number} of the file ${file} is no JSON object.` });
}
