/** What a conversation does: it takes documents in, and it asks. */
import { late, type Late } from "#late";
import type { StreamEnd } from "../streams/end.js";
import type { ChatStream } from "../streams/chat.js";
import type { ChatMessage } from "../types/chat.js";
import type { DocumentOptions, DocumentSource } from "../types/documents.js";
import { put } from "./ask.js";
import type { Talk, TurnParams } from "./conversation.js";
import { compose, DEFAULT_ROLE } from "./messages.js";
import { prepare, wait } from "./prepare.js";
import { Progress } from "./progress.js";

/** States in which the model has given an answer that the conversation keeps. */
const ANSWERED: readonly StreamEnd["state"][] = ["complete", "length", "content_filter"];

/** Adds a document, once the service has read it. */
export async function attach(talk: Talk, document: DocumentSource, options: DocumentOptions): Promise<{ fileId: string | null }> {
  const progress = new Progress(options.onProgress, 1);
  const [prepared] = (await prepare(talk.files, [document], progress, options)) as [{ fileId?: string }];
  const fileId = prepared.fileId ?? null;
  const api = await late();
  compose(api, [{ role: "system", content: DEFAULT_ROLE }], { documents: [prepared] }); // no place for it: fails before the wait
  if (fileId === null) progress.ready();
  else await wait(talk.completions, [fileId], progress, { ...options, model: talk.model });
  if (talk.isAsked) talk.waiting.push(prepared);
  else talk.messages = compose(api, talk.messages, { documents: [prepared] });
  return { fileId };
}

/** The core, as a promise in every runtime. */
export async function started(): Promise<Late> {
  return late();
}

/** Asks, where `talk.isAsked` says so already. */
export async function turn(talk: Talk, params: string | TurnParams, options: Omit<DocumentOptions, "onProgress">): Promise<ChatStream> {
  const { question, ...settings } = typeof params === "object" && params !== null ? params : { question: params };
  const before = talk.messages;
  const api = await started().catch((error: unknown) => {
    talk.isAsked = false;
    throw error;
  });
  const close = (messages: ChatMessage[]): void => {
    talk.messages = compose(api, messages, { documents: talk.waiting });
    talk.waiting = [];
    talk.isAsked = false;
  };
  try {
    const asked = compose(api, before, { question });
    talk.messages = asked;
    const stream = await put(talk.completions, { ...settings, model: talk.model, messages: asked }, new Progress(undefined, 0), options);
    stream.onEnd(({ state }, completion) => {
      // The service refuses an empty message (reference 2.2), in every later request.
      const answer = ANSWERED.includes(state) && completion().choices[0]?.message.content;
      close(answer ? compose(api, asked, { answer }) : before);
    });
    return stream;
  } catch (error) {
    close(before);
    throw error;
  }
}
