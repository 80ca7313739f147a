/** A batch of requests: written to a file, uploaded, created. Loaded by `batches.create` alone. */
import { Abort } from "../abort.js";
import type { Connection } from "../connection.js";
import { abortedError, APIError, APIUserAbortError, BatchError, usageError } from "../errors.js";
import type { Files } from "../files.js";
import type { Answered } from "../promise.js";
import type { Batch, BatchCreateFromRequests, BatchCreateOptions, BatchCreateProgress, BatchRequest } from "../types/batches.js";
import { Input } from "./input.js";
import { DESCRIPTION, HOURS, NAME } from "./limits.js";
import { Waits } from "./waits.js";

/** What the service and the caller see of the file. */
const NAME_OF_FILE = "batch.jsonl";

/** Writes the requests, uploads them, and makes a batch of them. */
export async function create(connection: Connection, files: Files, params: BatchCreateFromRequests, options: BatchCreateOptions): Promise<Answered<Batch>> {
  const { onProgress, ...patience } = options;
  const { requests, endpoint, completion_window = "24h", metadata, input_file_id } = params;
  if (input_file_id !== undefined) throw usageError("A batch is made of `requests` or of an `input_file_id`, not of both.");
  checkSettings(completion_window, metadata);
  const begun = Date.now();
  const input = new Input(endpoint);
  const tell = (phase: BatchCreateProgress["phase"], fileId: string | null = null): void =>
    onProgress?.({ phase, lines: input.lines, bytes: input.bytes, fileId, elapsed: Date.now() - begun });

  await write(requests, input, options.signal, () => tell("write"));
  const blob = input.end();
  tell("upload");
  const { data: file } = await files.send("files.create", { blob, name: NAME_OF_FILE }, "batch", patience);
  tell("create", file.id);
  const json = { input_file_id: file.id, endpoint: input.endpoint, completion_window, ...(metadata && { metadata }) };
  try {
    return await connection.json<Batch>({ ...patience, operation: "batches.create", json }).withResponse();
  } catch (error) {
    throw about(error, file.id);
  }
}

/** Takes the requests one by one. An abort is heard between two of them, and while the next is not there. */
async function write(requests: BatchCreateFromRequests["requests"], input: Input, signal: AbortSignal | null | undefined, tell: () => void): Promise<void> {
  const abort = new Abort(signal);
  const waits = new Waits();
  abort.aborted.catch((reason: unknown) => waits.end(abortedError(reason)));
  const iterator = iteratorOf(requests);
  let taken = false;
  try {
    for (;;) {
      const next = await waits.for(iterator.next());
      if (next.done) break;
      if (!input.add(await waits.for(next.value))) continue;
      tell();
      await waits.for(turn());
    }
    taken = true;
  } finally {
    abort.release();
    // As `for await` does where it is left; but one that is still busy with the next request is not waited for.
    if (!taken) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

function iteratorOf(requests: BatchCreateFromRequests["requests"]): AsyncIterator<BatchRequest> | Iterator<BatchRequest> {
  const source = requests as Partial<AsyncIterable<BatchRequest> & Iterable<BatchRequest>>;
  const iterator = source[Symbol.asyncIterator]?.() ?? source[Symbol.iterator]?.();
  if (!iterator || typeof requests === "string") throw usageError("`requests` must be an array, or another iterable or async iterable, of { custom_id, body }.");
  return iterator;
}

/** Lets others have their turn: a page that writes 500 MB must still hear a click. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** What would be refused after the upload is refused before it. */
function checkSettings(window: string, metadata: BatchCreateFromRequests["metadata"]): void {
  const [, count, unit] = /^(\d+)([hd])$/.exec(window) ?? [];
  const hours = Number(count) * (unit === "d" ? 24 : 1);
  if (!(hours >= HOURS.least && hours <= HOURS.most)) throw usageError('`completion_window` is "24h" to "336h", or "1d" to "14d".');
  const { ds_name = "", ds_description = "" } = metadata ?? {};
  if (ds_name.length > NAME) throw usageError(`\`metadata.ds_name\` has at most ${NAME} characters.`);
  if (ds_description.length > DESCRIPTION) throw usageError(`\`metadata.ds_description\` has at most ${DESCRIPTION} characters.`);
}

/** Why the batch was not created, and of which file it can still be. The caller's own abort is told as such. */
function about(error: unknown, fileId: string): unknown {
  if (!(error instanceof APIError) || error instanceof APIUserAbortError) return error;
  // An APIError has what a failure has, null where that lacks it.
  const known = Object.fromEntries(Object.entries({ ...error, code: error.code }).filter(([, value]) => value != null));
  const message = `The input file is uploaded (${fileId}), but the batch could not be created of it: ${error.message}`;
  return new BatchError({ ...known, message, fileId, cause: error });
}
