/** Wrong calls do not compile, and right ones have the types that a reader expects. Checked by `tsc`, never run. */
import { APIError, BatchError, DocumentError, events, Qwen, QwenError, RateLimitError, StallTimeoutError, TruncatedStreamError } from "qwen-edge";
import type { APIPromise, Batch, BatchInputError, BatchResult, ChatCompletion, ChatCompletionChunk, ChatStream, Conversation, FileObject, ServerSentEvent, StreamEnd, Usage } from "qwen-edge";
import { createEmulator, type FaultName } from "qwen-edge/testing";

/** Compiles only where `A` and `B` are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_ extends true>(): void => undefined;

const qwen = new Qwen({
  apiKey: "sk-…",
  baseURL: "https://example.com/v1",
  region: "cn-beijing",
  fetch: createEmulator().fetch,
  timeout: 1000,
  maxRetries: 0,
  defaultHeaders: { "x-mine": "1", "x-not": null },
  dangerouslyAllowBrowser: false,
  logger: console,
  logLevel: "debug",
});
new Qwen({ apiKey: async () => "st-…" });
new Qwen({ region: "frankfurt", workspace: "ws-…" });
new Qwen({ region: "cn-beijing", workspace: "ws-…" });
// @ts-expect-error this region has hosts of workspaces only
new Qwen({ region: "eu-central-1" });
// @ts-expect-error the finance cloud has none
new Qwen({ region: "finance", workspace: "ws-…" });
// @ts-expect-error no such region
new Qwen({ region: "moon" });
// @ts-expect-error no such level
new Qwen({ logLevel: "loud" });

new Qwen({
  timeout: { connect: 1, firstToken: undefined, idle: 2, reasoning: 3, total: 4 },
  maxRetryDelay: 1000,
  onRetry: ({ attempt, delay, error }) => void same<Same<[typeof attempt, typeof delay, typeof error], [number, number, unknown]>>(),
});
// @ts-expect-error no such clock
new Qwen({ timeout: { header: 1 } });
// @ts-expect-error a clock is a number
new Qwen({ timeout: { idle: "1 s" } });

const messages = [{ role: "user" as const, content: "hi" }];
export const plain = qwen.chat.completions.create({ model: "qwen-plus", messages });
same<Same<typeof plain, APIPromise<ChatCompletion>>>();
export const streamed = qwen.chat.completions.create({ model: "any-model", messages, stream: true, a_new_parameter: 1 });
same<Same<typeof streamed, APIPromise<ChatStream>>>();
void qwen.chat.completions.create({ model: "qwen-plus", messages }, { timeout: { idle: 1 }, maxRetries: 1, onRetry: () => undefined });
// @ts-expect-error no messages
void qwen.chat.completions.create({ model: "qwen-plus" });
// @ts-expect-error no such role
void qwen.chat.completions.create({ model: "qwen-plus", messages: [{ role: "developer", content: "x" }] });
// @ts-expect-error a tool's result names its call
void qwen.chat.completions.create({ model: "qwen-plus", messages: [{ role: "tool", content: "x" }] });

export async function reading(): Promise<void> {
  await using stream = await streamed;
  for await (const chunk of stream) same<Same<typeof chunk, ChatCompletionChunk>>();
  for await (const text of stream.text()) same<Same<typeof text, string>>();
  const end = await stream.end;
  same<Same<typeof end, StreamEnd>>();
  // @ts-expect-error every state has its name
  if (end.state === "finished") return;
  const usage = await stream.totalUsage();
  same<Same<typeof usage, Usage | undefined>>();
  const { data, response, request_id } = await plain.withResponse();
  same<Same<[typeof data, typeof response, typeof request_id], [ChatCompletion, Response, string | null]>>();
  for await (const event of events(response)) same<Same<typeof event, ServerSentEvent>>();
}

createEmulator({ faults: ["truncate", { fault: "limit-requests", times: "always", path: "/files", retryAfterMs: "5" }, "stall" satisfies FaultName] });
// @ts-expect-error no such fault
createEmulator({ faults: ["lightning"] });

export async function documents(file: File): Promise<void> {
  const stream = await qwen.ask(
    { documents: [file, new Blob([]), new Response(), { bytes: new Uint8Array(), filename: "a.txt" }, { fileId: "f" }, { text: "t" }, { content: "c", title: "t" }], question: "?" },
    { signal: null, onRetry: () => undefined, maxRetries: 1, onProgress: ({ phase }) => void (phase satisfies "upload" | "parse" | "ready"), timeout: 1 },
  );
  same<Same<typeof stream, ChatStream>>();
  // Every option of a call holds for each of the calls that a document takes.
  const each = { headers: { "X-DashScope-DataInspection": "{}" }, preflight: "fix", maxRetryDelay: 1, signal: null } as const;
  void qwen.ask({ documents: [], question: "?" }, { ...each, preflight: { region: false } });
  void qwen.documents.upload(file, { ...each, onProgress: () => undefined });
  void qwen.documents.waitUntilReady("f", { ...each, model: "qwen-long" });
  void qwen.conversation().attach({ text: "t" }, { ...each, timeout: 1, onProgress: () => undefined });
  void qwen.conversation().ask("?", { ...each, timeout: 1 });
  // @ts-expect-error the clocks are those of a call, not of the wait
  void qwen.ask({ documents: [], question: "?" }, { timeout: { idle: 1 } });
  // @ts-expect-error
  void qwen.conversation().ask("?", { timeout: { idle: 1 } });
  // @ts-expect-error
  void qwen.documents.waitUntilReady("f", { timeout: { idle: 1 } });
  // @ts-expect-error an upload waits for nothing
  void qwen.documents.upload(file, { timeout: 1 });
  // @ts-expect-error its documents are there already
  void qwen.conversation().ask("?", { onProgress: () => undefined });
  // @ts-expect-error no such rule
  void qwen.ask({ documents: [], question: "?" }, { preflight: { place: false } });
  // @ts-expect-error no question
  void qwen.ask({ documents: [file] });
  // @ts-expect-error not a document
  void qwen.ask({ documents: [{ url: "x" }], question: "?" });
  const talk = qwen.conversation({ model: "qwen-long", system: "s" });
  same<Same<typeof talk, Conversation>>();
  same<Same<typeof stream, Awaited<ReturnType<typeof talk.ask>>>>();
  void qwen.ask({ documents: [file], question: "?", max_tokens: 5, temperature: 0.1, stop: ["."], response_format: { type: "json_object" }, a_new_parameter: 1 });
  // @ts-expect-error a temperature is a number
  void qwen.ask({ documents: [file], question: "?", temperature: "cold" });
  // @ts-expect-error the messages are made of these
  void qwen.ask({ documents: [file], question: "?", messages });
  void talk.ask({ question: "?", max_tokens: 5 }, { signal: null });
  // @ts-expect-error the model is the conversation's
  void talk.ask({ question: "?", model: "qwen-plus" });
  // @ts-expect-error no question
  void talk.ask({ max_tokens: 5 });
  // @ts-expect-error messages are read only
  talk.messages = [];
  qwen.conversation(talk.toJSON());
  const uploaded = await qwen.documents.upload(file);
  same<Same<typeof uploaded, FileObject>>();
  await qwen.documents.waitUntilReady(uploaded.id, { timeout: 1 });
  // @ts-expect-error the service has two purposes
  void qwen.files.create({ file, purpose: "assistants" });
  for await (const listed of qwen.files.list({ limit: 10 })) same<Same<typeof listed, FileObject>>();
}

export async function batches(): Promise<void> {
  const { batches, models, tokens } = qwen;
  const made = batches.create({ input_file_id: "f", endpoint: "/v1/embeddings", completion_window: "2d", metadata: { ds_name: "n" } }, { signal: null });
  same<Same<typeof made, APIPromise<Batch>>>();
  const body = { model: "qwen-plus", messages };
  async function* requests() {
    yield { custom_id: "a", body };
    yield { body: { model: "text-embedding-v4", input: ["x"] }, url: "/v1/embeddings" };
  }
  void batches.create({ requests: [{ body }], completion_window: "336h" });
  void batches.create({ requests: requests() }, { onProgress: ({ phase, fileId }) => void same<Same<[typeof phase, typeof fileId], ["write" | "upload" | "create", string | null]>>() });
  // @ts-expect-error of requests or of a file
  void batches.create({ requests: [], input_file_id: "f" });
  // @ts-expect-error of one of them
  void batches.create({ metadata: {} });
  // @ts-expect-error a batch gives no stream
  void batches.create({ requests: [{ body: { ...body, stream: true } }] });
  // @ts-expect-error hours or days
  void batches.create({ input_file_id: "f", completion_window: "24 hours" });
  for await (const listed of batches.list({ status: ["completed"], limit: 1 })) same<Same<typeof listed, Batch>>();
  const page = await batches.list();
  same<Same<typeof page.last_id, string | null>>();
  const over = await batches.wait("batch_1", { timeout: 1, interval: 1, onProgress: ({ status, request_counts }) => void [status, request_counts.total] });
  // @ts-expect-error the clocks are those of a call, not of the wait
  void batches.wait("batch_1", { timeout: { connect: 1 } });
  for await (const result of batches.results(over)) {
    same<Same<typeof result, BatchResult>>();
    if (result.ok) same<Same<typeof result.completion, ChatCompletion>>();
    else same<Same<[typeof result.error, typeof result.custom_id], [APIError, string | null]>>();
    // @ts-expect-error a failure has no completion
    result.completion;
  }
  for await (const result of batches.results<{ data: number[] }>("batch_1")) if (result.ok) same<Same<typeof result.completion, { data: number[] }>>();
  for await (const { id } of models.list()) same<Same<typeof id, string>>();
  const { token, expires_at } = await tokens.create({ expire_in_seconds: 60 });
  same<Same<[typeof token, typeof expires_at], [string, number]>>();
}

export function failing(error: unknown): void {
  if (DocumentError.isInstance(error)) {
    same<Same<typeof error.phase, "upload" | "parse" | "answer">>();
    same<Same<typeof error.fileId, string | null>>();
  } else if (BatchError.isInstance(error)) {
    same<Same<[typeof error.batch, typeof error.fileId, typeof error.line], [Batch | null, string | null, number | null]>>();
    same<Same<typeof error.errors, readonly BatchInputError[]>>();
  } else if (RateLimitError.isInstance(error)) {
    same<Same<typeof error.kind, "burst" | "requests" | "tokens" | "billing" | null>>();
    same<Same<typeof error.retryAfter, number | null>>();
  } else if (error instanceof StallTimeoutError) same<Same<typeof error.partial, ChatCompletion>>();
  else if (error instanceof TruncatedStreamError) same<Same<typeof error.partial, ChatCompletion>>();
  else if (APIError.isInstance(error)) same<Same<typeof error.status, number | undefined>>();
  else if (QwenError.isInstance(error)) same<Same<typeof error.code, string | number | null>>();
}
