/** Batches, as they are on the wire (reference 16), and what is told of their making, their progress and their results. */
import type { RequestOptions } from "../options.js";
import type { APIError } from "../errors.js";
import type { ChatCompletion, ChatParamsNonStreaming } from "./chat.js";
import type { Page } from "./pages.js";

/** What every request of a batch asks. The last is that of "batch-test-model", which is free and gives a fixed answer. */
export type BatchEndpoint = "/v1/chat/completions" | "/v1/embeddings" | "/v1/chat/ds-test" | (string & {});

/** How far a batch has come. It is over when "completed", "failed" (its input was refused), "expired" or "cancelled". */
export type BatchStatus = "validating" | "in_progress" | "finalizing" | "completed" | "failed" | "expired" | "cancelling" | "cancelled" | (string & {});

/** What the service found wrong with the input file. */
export interface BatchInputError {
  /** Such as "mismatched_model", "duplicate_custom_id", "url_not_found". */
  code: string;
  /** In the service's words. */
  message: string;
  /** The field at fault. */
  param?: string | null;
  /** The line of the file, from 1. */
  line?: number | null;
}

/** How many of a batch's requests there are, have been answered, have failed. */
export interface BatchRequestCounts {
  /** 0 while the input is checked. */
  total: number;
  /** Answered so far. */
  completed: number;
  /** Refused or given up so far. */
  failed: number;
}

/** What you may write on a batch. Values are strings. */
export interface BatchMetadata {
  /** Up to 100 characters; lists can be filtered by it. */
  ds_name?: string;
  /** Up to 200 characters. */
  ds_description?: string;
  /** An address that the service posts to when the batch is over. */
  ds_batch_finish_callback?: string;
  [name: string]: string | undefined;
}

/** A batch. Times are in seconds since 1970, null where they have not come. */
export interface Batch {
  /** What `retrieve`, `wait`, `cancel` and `results` take. */
  id: string;
  object: "batch";
  /** What each of its requests asks. */
  endpoint: BatchEndpoint;
  /** Why it has failed. */
  errors: { object?: "list"; data: BatchInputError[] | null } | null;
  /** The requests. */
  input_file_id: string;
  /** Such as "24h". */
  completion_window: string;
  /** How far it has come. */
  status: BatchStatus;
  /** The answers: read them with `batches.results`. */
  output_file_id: string | null;
  /** What became of the requests that failed. */
  error_file_id: string | null;
  created_at: number;
  in_progress_at: number | null;
  /** When it will end, done or not. */
  expires_at: number | null;
  finalizing_at: number | null;
  completed_at: number | null;
  failed_at: number | null;
  expired_at: number | null;
  cancelling_at: number | null;
  cancelled_at: number | null;
  /** How much of it is done. */
  request_counts: BatchRequestCounts;
  /** As it was given. */
  metadata: BatchMetadata | null;
}

/** One page of the list of batches. */
export interface BatchPage extends Page<Batch> {
  /** null on an empty page. */
  first_id: string | null;
  /** What `after` takes for the next page; `for await` does so by itself. */
  last_id: string | null;
  has_more: boolean;
}

/** Parameters of a list: newest first. */
export interface BatchListParams {
  /** The last id of the page before. */
  after?: string;
  /** 1 to 100; the service's default is 20. */
  limit?: number;
  /** A part of the name. */
  ds_name?: string;
  /** Up to 20. */
  input_file_ids?: string | readonly string[];
  /** One, or any of several. */
  status?: BatchStatus | readonly BatchStatus[];
  /** Made then or later: such as "20251112101010". */
  create_after?: string;
  /** Made then or sooner. */
  create_before?: string;
}

/** The body of a request for embeddings; see the service's documentation for its fields. */
export interface BatchEmbeddingParams {
  model: string;
  input: string | readonly string[];
  [parameter: string]: unknown;
}

/** One request of a batch: one line of its file. */
export interface BatchRequest {
  /** By it a result is known again: results come in any order. Unique within the batch. Default: the number of the line, from "1". */
  custom_id?: string;
  /** What is asked, without `stream`. All requests of a batch ask one model, in one thinking mode. */
  body: ChatParamsNonStreaming | BatchEmbeddingParams;
  /** The batch's own endpoint, the same for all. */
  url?: BatchEndpoint;
  /** The only one that there is. */
  method?: "POST";
}

interface BatchSettings {
  /** How long it may take, "24h" to "336h" or "1d" to "14d". Default "24h". What is not done by then is not done. */
  completion_window?: `${number}h` | `${number}d` | undefined;
  /** A name, a description, an address to call at the end. */
  metadata?: BatchMetadata | null | undefined;
}
/** A batch of the requests in a file that is uploaded (purpose "batch"); or an address of Alibaba's OSS. */
export interface BatchCreateFromFile extends BatchSettings {
  /** The file's id, or the address. */
  input_file_id: string;
  /** Default "/v1/chat/completions". */
  endpoint?: BatchEndpoint | undefined;
  requests?: undefined;
}
/** A batch of these requests: they are written to a file, which is uploaded. */
export interface BatchCreateFromRequests extends BatchSettings {
  /** Taken one by one, as they are written. */
  requests: Iterable<BatchRequest> | AsyncIterable<BatchRequest>;
  /** Default: the `url` of the first request; else "/v1/chat/ds-test" for "batch-test-model", "/v1/chat/completions" for all others. */
  endpoint?: BatchEndpoint | undefined;
  input_file_id?: undefined;
}
/** What a batch is made of. */
export type BatchCreateParams = BatchCreateFromFile | BatchCreateFromRequests;

/** One step of a batch that is made of requests. */
export interface BatchCreateProgress {
  /** "write": the file is written, told at every MiB; "upload": it goes up; "create": it is there, and the batch is made. */
  phase: "write" | "upload" | "create";
  /** Requests so far. */
  lines: number;
  /** Bytes of the file so far. */
  bytes: number;
  /** The file, once the service has it. It is kept whatever becomes of the batch. */
  fileId: string | null;
  /** Milliseconds since the call began. */
  elapsed: number;
}
/** Options of a batch that is made. */
export interface BatchCreateOptions extends RequestOptions {
  /** Told every step of a batch of `requests`. What it throws fails the call. */
  onProgress?: ((event: BatchCreateProgress) => void) | undefined;
}

/** One look at a batch that is waited for. */
export interface BatchWaitProgress {
  status: BatchStatus;
  request_counts: BatchRequestCounts;
  /** As it was seen. */
  batch: Batch;
  /** How often it has been looked at. */
  attempt: number;
  /** Milliseconds since the wait began. */
  elapsed: number;
}
/** Options of a wait. Each look is a call of its own, tried again as calls are (`maxRetries`). */
export interface BatchWaitOptions extends Omit<RequestOptions, "timeout"> {
  /** Milliseconds until the wait is given up; the batch goes on. Default: none, for the batch has its `completion_window`. */
  timeout?: number | undefined;
  /** Milliseconds between two looks. Default: a tenth of the time waited so far, from 1 to 60 seconds. */
  interval?: number | undefined;
  /** Told every look. What it throws fails the call. */
  onProgress?: ((event: BatchWaitProgress) => void) | undefined;
}

/** What became of one request. */
export type BatchResult<T = ChatCompletion> = BatchAnswer<T> | BatchFailure;

/** A request that was answered. */
export interface BatchAnswer<T = ChatCompletion> {
  ok: true;
  /** Which request it answers. */
  custom_id: string;
  /** For the service's support. */
  request_id: string | null;
  /** The answer; of another endpoint than chat, its own. */
  completion: T;
}
/** A request that was not. */
export interface BatchFailure {
  ok: false;
  /** null for a line that does not say it. */
  custom_id: string | null;
  /** For the service's support. */
  request_id: string | null;
  /** By its status, as of a call; a {@link StreamDecodeError} (`code: "malformed_line"`) for a line that is none. */
  error: APIError;
}
