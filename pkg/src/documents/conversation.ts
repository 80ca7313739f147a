/** `qwen.conversation`: questions and answers about documents, turn by turn. */
import { started } from "../preload.js";
import type { ChatCompletions } from "../chat.js";
import { usageError } from "../errors.js";
import type { ChatStream } from "../streams/chat.js";
import type { StreamEnd } from "../streams/end.js";
import type { ChatMessage, ChatModel } from "../types/chat.js";
import type { DocumentOptions, DocumentSource } from "../types/documents.js";
import { put } from "./ask.js";
import type { Documents } from "./documents.js";
import { compose, DEFAULT_ROLE } from "./messages.js";
import { Progress } from "./progress.js";

/** How a conversation begins. */
export interface ConversationOptions {
  /** Default "qwen-long". */
  model?: ChatModel | undefined;
  /** The model's role. Default "You are a helpful assistant." */
  system?: string | undefined;
}

/** A conversation as JSON: give it to `qwen.conversation()` to go on. It holds what was said, so keep it as safe as that. */
export interface SavedConversation {
  /** The model that answers in it. */
  model: ChatModel;
  /** Exactly what goes on the wire: roles, documents, questions, answers. */
  messages: ChatMessage[];
}

/** States in which the model has given an answer that the conversation keeps. */
const ANSWERED: readonly StreamEnd["state"][] = ["complete", "length", "content_filter"];

/**
 * A conversation about documents. A question and its answer become part of it when the answer has ended well; a turn
 * that is aborted or fails leaves it as it was, so the question can be asked again.
 */
export class Conversation {
  readonly #documents: Documents;
  readonly #completions: ChatCompletions;
  readonly #model: ChatModel;
  #messages: ChatMessage[];
  /** Whether a question has no answer yet. */
  #turn = false;
  /** Documents that became ready during a turn: they take their places after it. */
  #waiting: object[] = [];

  /** @internal */
  constructor(documents: Documents, completions: ChatCompletions, begin: ConversationOptions | SavedConversation) {
    this.#documents = documents;
    this.#completions = completions;
    if (typeof begin !== "object" || begin === null) throw usageError("conversation() takes { model, system }, or what JSON.stringify(conversation) gave, parsed.");
    this.#model = begin.model ?? "qwen-long";
    this.#messages = "messages" in begin ? restored(begin.messages) : [{ role: "system", content: begin.system || DEFAULT_ROLE }];
  }

  /** Exactly what goes on the wire: a copy. While an answer streams, the question is its last message. */
  get messages(): ChatMessage[] {
    return structuredClone(this.#messages);
  }

  /** The conversation for `JSON.stringify`. A turn under way is not part of it. */
  toJSON(): SavedConversation {
    const messages = this.messages;
    return { model: this.#model, messages: messages.at(-1)?.role === "user" ? messages.slice(0, -1) : messages };
  }

  /**
   * Adds a document: uploads it where it needs that, and waits until the service has read it (the wait costs a probe:
   * see `documents.waitUntilReady`). It may come at any time: one that is ready
   * during an answer takes its place after it, and of several at once each takes its place when it is ready.
   * Resolves with the id under which the service has it, or null where it needed no upload.
   *
   * @throws {DocumentError} where the service cannot use it; the conversation is as before.
   */
  async attach(document: DocumentSource, options: DocumentOptions = {}): Promise<{ fileId: string | null }> {
    const progress = new Progress(options.onProgress, 1);
    const [prepared] = (await this.#documents.prepare([document], progress, options)) as [{ fileId?: string }];
    const fileId = prepared.fileId ?? null;
    const api = await started();
    compose(api, [{ role: "system", content: DEFAULT_ROLE }], { documents: [prepared] }); // no place for it: fails before the wait
    if (fileId === null) progress.ready();
    else await this.#documents.wait([fileId], progress, { ...options, model: this.#model });
    if (this.#turn) this.#waiting.push(prepared);
    else this.#messages = compose(api, this.#messages, { documents: [prepared] });
    return { fileId };
  }

  /**
   * Asks. The answer must be read to its end, or aborted, before the next question.
   *
   * @throws {QwenError} `code: "turn_in_progress"` while an answer is under way; else as `chat.completions.create`.
   */
  async ask(question: string, options: Omit<DocumentOptions, "onProgress"> = {}): Promise<ChatStream> {
    if (this.#turn) throw usageError("The last question has no answer yet: read its stream to the end, or abort it.", "turn_in_progress");
    this.#turn = true;
    const before = this.#messages;
    const api = await started().catch((error: unknown) => {
      this.#turn = false;
      throw error;
    });
    const close = (messages: ChatMessage[]): void => {
      this.#messages = compose(api, messages, { documents: this.#waiting });
      this.#waiting = [];
      this.#turn = false;
    };
    try {
      const asked = compose(api, before, { question });
      this.#messages = asked;
      const stream = await put(this.#completions, this.#model, asked, new Progress(undefined, 0), options);
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
}

/** A saved conversation's messages, which may come from anywhere. */
function restored(messages: unknown): ChatMessage[] {
  const isMessage = (message: unknown): boolean => typeof message === "object" && message !== null && "role" in message && typeof message.role === "string";
  if (!Array.isArray(messages) || !messages.every(isMessage)) throw usageError("A saved conversation must have `messages`: what JSON.stringify(conversation) gave.");
  const [first, last] = [messages[0] as ChatMessage | undefined, messages.at(-1) as ChatMessage | undefined];
  if (first?.role !== "system") throw usageError("A saved conversation must begin with the system message that gives the model its role.");
  if (last?.role === "user") throw usageError("A saved conversation must not end with a question that has no answer.");
  return structuredClone(messages) as ChatMessage[];
}
