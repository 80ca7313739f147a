/** `qwen.ask`: documents and a question, in one call. */
import { late } from "#late";
import type { ChatCompletions } from "../chat.js";
import { usageError } from "../errors.js";
import type { ChatStream } from "../streams/chat.js";
import type { ChatMessage, ChatModel } from "../types/chat.js";
import type { DocumentOptions, DocumentSource } from "../types/documents.js";
import type { Files } from "../files.js";
import { isUploadable } from "../upload.js";
import { compose, DEFAULT_ROLE } from "./messages.js";
import { naming } from "./naming.js";
import { prepare } from "./prepare.js";
import { patiently, Progress } from "./progress.js";

/** A question about documents. */
export interface AskParams {
  /** In the order in which the model reads them; up to 100 files (reference 7.6). */
  documents: readonly DocumentSource[];
  /** What is asked about them. */
  question: string;
  /** The model's role. Default "You are a helpful assistant." */
  system?: string | undefined;
  /** Default "qwen-long". */
  model?: ChatModel | undefined;
}

/** Uploads what needs it, waits until the service has read it, and asks. */
export async function ask(params: AskParams, options: DocumentOptions, files: Files, completions: ChatCompletions): Promise<ChatStream> {
  if (!Array.isArray(params?.documents)) throw usageError("ask() needs { documents: […], question }.");
  const progress = new Progress(options.onProgress, params.documents.length);
  const role: ChatMessage = { role: "system", content: params.system || DEFAULT_ROLE };
  const api = await late();
  // What has no place fails before anything is uploaded.
  compose(api, [role], { documents: params.documents.filter((document) => !isUploadable(document)) }, { question: params.question });
  const prepared = await prepare(files, params.documents, progress, options);
  const messages = compose(api, [role], { documents: prepared }, { question: params.question });
  const stream = await put(completions, params.model ?? "qwen-long", messages, progress, options);
  try {
    progress.ready();
  } catch (error) {
    stream.abort(error); // nobody else can reach it
    throw error;
  }
  return stream;
}

/** Asks a question whose documents the service may still be reading. */
export async function put(completions: ChatCompletions, model: ChatModel, messages: ChatMessage[], progress: Progress, options: DocumentOptions): Promise<ChatStream> {
  const params = { model, messages, stream: true, stream_options: { include_usage: true } } as const;
  return (await naming(progress, completions.perform(params, patiently(options, progress)))) as ChatStream;
}
