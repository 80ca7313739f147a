/** `qwen.ask`: documents and a question, in one call. */
import { late } from "#late";
import type { ChatCompletions } from "../chat.js";
import { usageError } from "../errors.js";
import type { ChatStream } from "../streams/chat.js";
import type { ChatMessage, ChatModel, ChatParams, ChatSettings } from "../types/chat.js";
import type { DocumentOptions, DocumentSource } from "../types/documents.js";
import type { Files } from "../files.js";
import { isUploadable } from "../upload.js";
import { compose, DEFAULT_ROLE } from "./messages.js";
import { naming } from "./naming.js";
import { prepare } from "./prepare.js";
import { patiently, Progress } from "./progress.js";

/** How a question about documents is answered: what Qwen-Long takes (reference 2.1, 7). Others are sent as they are. */
export interface AskSettings extends Pick<ChatSettings, "temperature" | "top_p" | "top_k" | "presence_penalty" | "seed" | "max_tokens" | "stop" | "response_format" | "metadata"> {
  /** The answer is always streamed, whether this says so or not. */
  stream?: true;
  /** The messages are made of the documents and the question. */
  messages?: undefined;
  [parameter: string]: unknown;
}

/** A question about documents; beside it, any parameter of a chat request. */
export interface AskParams extends AskSettings {
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
  const { documents, question, system, model, ...settings } = params ?? {};
  if (!Array.isArray(documents)) throw usageError("ask() needs { documents: […], question }.");
  const progress = new Progress(options.onProgress, documents.length);
  const role: ChatMessage = { role: "system", content: system || DEFAULT_ROLE };
  const api = await late();
  // What has no place fails before anything is uploaded.
  compose(api, [role], { documents: documents.filter((document) => !isUploadable(document)) }, { question });
  const prepared = await prepare(files, documents, progress, options);
  const messages = compose(api, [role], { documents: prepared }, { question });
  const stream = await put(completions, { ...settings, model: model ?? "qwen-long", messages }, progress, options);
  try {
    progress.ready();
  } catch (error) {
    stream.abort(error); // nobody else can reach it
    throw error;
  }
  return stream;
}

/** Asks a question whose documents the service may still be reading. */
export async function put(completions: ChatCompletions, params: ChatParams, progress: Progress, options: DocumentOptions): Promise<ChatStream> {
  const streamed = { ...params, stream: true, stream_options: { include_usage: true } };
  return (await naming(progress, completions.perform(streamed, patiently(options, progress)))) as ChatStream;
}
