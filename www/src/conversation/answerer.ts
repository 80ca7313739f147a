/** What a conversation asks, and what it is told of the answer. */
import type { StreamEnd, ToolRunEvent } from "qwen-edge";
import type { Picture } from "../chat/picture.js";
import type { Speech } from "../chat/speech.js";

/** What was asked. */
export interface Question {
  text: string;
  pictures: readonly Picture[];
}

/** What happens on the way to an answer; of its tools, what the run itself tells. */
export type AnswerEvent =
  /** The service is asked now. */
  | { type: "sent" }
  /** The service could not answer yet, and is asked again after so many milliseconds. */
  | { type: "retry"; delay: number }
  /** The answer is spoken, too. */
  | { type: "speech"; speech: Speech }
  | Exclude<ToolRunEvent, { type: "end" }>;

/** How a question is asked. */
export interface AskOptions {
  signal: AbortSignal;
  tell(event: AnswerEvent): void;
}

/** How an answer ended, streamed at once or in the rounds of a run. */
export type Ending = Pick<StreamEnd, "state" | "requestId" | "error"> & {
  usage?: { prompt_tokens: number; completion_tokens: number } | undefined;
};

/** What happened to a question. Times in milliseconds since it was asked of the service. */
export interface Outcome {
  end: Ending;
  /** When the first text came; null if none did. */
  firstText: number | null;
  total: number;
}

/** Answers questions. */
export interface Answerer {
  /** Resolves when the answer has ended, however it ended; rejects when there was none. */
  ask(question: Question, options: AskOptions): Promise<Outcome>;
}

/** Takes the times of one answer; made when the service is asked. */
export class Stopwatch {
  readonly #sent = performance.now();
  #first: number | null = null;

  /** Some text has come. */
  text(): void {
    this.#first ??= performance.now() - this.#sent;
  }

  /** The answer has ended. */
  outcome(end: Ending): Outcome {
    return { end, firstText: this.#first, total: performance.now() - this.#sent };
  }
}
