/** `qwen.conversation`: questions and answers about documents, turn by turn. */
import type { ChatCompletions } from "../chat.js";
import { usageError } from "../errors.js";
import type { Files } from "../files.js";
import { part } from "../part.js";
import type { ChatStream } from "../streams/chat.js";
import type { ChatMessage, ChatModel } from "../types/chat.js";
import type { DocumentOptions, DocumentSource } from "../types/documents.js";
import type { AskSettings } from "./ask.js";
import { DEFAULT_ROLE } from "./role.js";

/** How a conversation begins. */
export interface ConversationOptions {
  /** Default "qwen-long". */
  model?: ChatModel | undefined;
  /** The model's role. Default "You are a helpful assistant." */
  system?: string | undefined;
}

/** A question with parameters of its own. */
export interface TurnParams extends AskSettings {
  /** What is asked. */
  question: string;
  /** The conversation's. */
  model?: undefined;
}

/** A conversation as JSON: give it to `qwen.conversation()` to go on. It holds what was said, so keep it as safe as that. */
export interface SavedConversation {
  /** The model that answers in it. */
  model: ChatModel;
  /** Exactly what goes on the wire: roles, documents, questions, answers. */
  messages: ChatMessage[];
}

/** @internal What a conversation is: see `turns.ts`. */
export interface Talk {
  readonly files: Files;
  readonly completions: ChatCompletions;
  readonly model: ChatModel;
  messages: ChatMessage[];
  /** Whether a question has no answer yet. */
  isAsked: boolean;
  /** Documents that became ready during a turn: they take their places after it. */
  waiting: object[];
}

/**
 * A conversation about documents. A question and its answer become part of it when the model has answered with a text: also
 * one that the token limit ("length") or the service's filter ("content_filter") has stopped. A turn that is aborted, fails or
 * brings no text leaves it as it was, so the question can be asked again.
 */
export class Conversation {
  readonly #talk: Talk;

  /** @internal */
  constructor(files: Files, completions: ChatCompletions, begin: ConversationOptions | SavedConversation) {
    if (typeof begin !== "object" || begin === null) throw usageError("conversation() takes { model, system }, or what JSON.stringify(conversation) gave, parsed.");
    const messages: ChatMessage[] = "messages" in begin ? restored(begin.messages) : [{ role: "system", content: begin.system || DEFAULT_ROLE }];
    this.#talk = { files, completions, model: begin.model ?? "qwen-long", messages, isAsked: false, waiting: [] };
  }

  /** Exactly what goes on the wire: a copy. While an answer streams, the question is its last message. */
  get messages(): ChatMessage[] {
    return structuredClone(this.#talk.messages);
  }

  /** The conversation for `JSON.stringify`. A turn under way is not part of it. */
  toJSON(): SavedConversation {
    const messages = this.messages;
    return { model: this.#talk.model, messages: messages.at(-1)?.role === "user" ? messages.slice(0, -1) : messages };
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
    return (await part(import("../late.js"))).attach(this.#talk, document, options);
  }

  /**
   * Asks. The answer must be read to its end, or aborted, before the next question. Where parameters of this answer matter,
   * such as `max_tokens`, they stand beside the question, as in `qwen.ask`.
   *
   * @throws {QwenError} `code: "turn_in_progress"` while an answer is under way; else as `chat.completions.create`.
   */
  async ask(question: string | TurnParams, options: Omit<DocumentOptions, "onProgress"> = {}): Promise<ChatStream> {
    const talk = this.#talk;
    if (talk.isAsked) throw usageError("The last question has no answer yet: read its stream to the end, or abort it.", "turn_in_progress");
    talk.isAsked = true;
    const { turn } = await part(import("../late.js")).catch((error: unknown) => {
      talk.isAsked = false;
      throw error;
    });
    return turn(talk, question, options);
  }
}

/** A saved conversation's messages, which may come from anywhere. */
function restored(messages: unknown): ChatMessage[] {
  const isMessage = (message: unknown): boolean => typeof message === "object" && message !== null && "role" in message && typeof message.role === "string";
  if (!Array.isArray(messages) || !messages.every(isMessage)) throw usageError("A saved conversation must have `messages`: what JSON.stringify(conversation) gave.");
  const [first, last] = [messages[0] as ChatMessage | undefined, messages.at(-1) as ChatMessage | undefined];
  if (first?.role !== "system") throw usageError("A saved conversation must begin with its system message.");
  if (last?.role === "user") throw usageError("A saved conversation must not end with a question that has no answer.");
  return structuredClone(messages) as ChatMessage[];
}
