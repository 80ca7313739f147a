/**
 * A chat through the gateway. No DOM here.
 *
 * Three models share one history: of text, of pictures, of speech. So the history is what each of them takes: what was
 * asked and what was answered, without the thoughts and the calls in between.
 */
import { imagePart, Qwen, type ChatMessage, type ChatStream, type RequestOptions } from "qwen-edge";
import { Stopwatch, type Answerer, type AskOptions, type Ending, type Outcome, type Question } from "../conversation/answerer.js";
import type { Ability } from "./abilities.js";
import { Speech, type Speaker } from "./speech.js";
import { tools, whatToTell } from "./tools.js";

const MODELS = { text: "qwen-plus", pictures: "qwen3-vl-plus", speech: "qwen3-omni-flash" };
const VOICE = "Cherry";

/** How the next answer is to be. */
export interface Wishes {
  has(ability: Ability): boolean;
}

/** An answer that is coming in. */
interface Answering {
  messages: ChatMessage[];
  model: string;
  think: boolean;
  watch: Stopwatch;
  tell: AskOptions["tell"];
  options: RequestOptions;
}

/** One chat. */
export class ChatSession implements Answerer {
  readonly #qwen: Qwen;
  readonly #wishes: Wishes;
  readonly #speaker: Speaker;
  readonly #history: ChatMessage[] = [];
  #pictures = false;

  /** `baseURL`: where the gateway is. */
  constructor(baseURL: string, wishes: Wishes, speaker: Speaker) {
    this.#qwen = new Qwen({ baseURL });
    this.#wishes = wishes;
    this.#speaker = speaker;
  }

  async ask(question: Question, { signal, tell }: AskOptions): Promise<Outcome> {
    const [speak, think, call] = (["speak", "think", "tools"] as const).map((ability) => this.#wishes.has(ability));
    if (speak) this.#speaker.wake(); // before the first await: still in the visitor's click
    tell({ type: "sent" });
    const asked = await messageOf(question);
    this.#pictures ||= question.pictures.length > 0;
    const answering: Answering = {
      messages: [...this.#history, asked],
      model: speak ? MODELS.speech : this.#pictures ? MODELS.pictures : MODELS.text,
      think: think === true,
      watch: new Stopwatch(),
      tell,
      options: { signal, onRetry: ({ delay }) => tell({ type: "retry", delay }) },
    };
    const { end, text } = await (speak ? this.#spoken(answering) : call ? this.#withTools(answering) : this.#written(answering));
    const whole = end.state === "complete" || end.state === "length";
    if (whole && text !== "") this.#history.push(asked, { role: "assistant", content: text });
    return answering.watch.outcome(end);
  }

  async #written(answering: Answering): Promise<{ end: Ending; text: string }> {
    const { messages, model, think, options } = answering;
    const stream = await this.#qwen.chat.completions.create(
      { model, messages, enable_thinking: think, stream: true, stream_options: { include_usage: true } },
      options,
    );
    return read(stream, answering);
  }

  async #spoken(answering: Answering): Promise<{ end: Ending; text: string }> {
    const { messages, model, tell, options } = answering;
    const stream = await this.#qwen.chat.completions.create(
      { model, messages, modalities: ["text", "audio"], audio: { voice: VOICE, format: "wav" }, stream: true, stream_options: { include_usage: true } },
      options,
    );
    const speech = new Speech(this.#speaker, stream.audio(), stream.finalAudio());
    options.signal?.addEventListener("abort", () => speech.stop(), { once: true });
    tell({ type: "speech", speech });
    return read(stream, answering);
  }

  async #withTools({ messages, model, think, watch, tell, options }: Answering): Promise<{ end: Ending; text: string }> {
    const run = this.#qwen.chat.completions.runTools(
      { model, messages, enable_thinking: think, tools: tools(), parallel_tool_calls: true },
      { ...options, onToolError: whatToTell },
    );
    let text = "";
    try {
      for await (const event of run) {
        if (event.type === "text") watch.text();
        if (event.type === "text") text += event.text;
        if (event.type !== "end") tell(event);
      }
    } catch {
      // `end` tells what happened, and is what the page shows.
    }
    return { end: { error: undefined, ...(await run.end), requestId: null }, text };
  }
}

/** What the model thinks, then what it answers. */
async function read(stream: ChatStream, { watch, tell }: Answering): Promise<{ end: Ending; text: string }> {
  let whole = "";
  try {
    for await (const text of stream.reasoning()) tell({ type: "reasoning", text });
    for await (const text of stream.text()) {
      watch.text();
      whole += text;
      tell({ type: "text", text });
    }
  } catch {
    // `end` tells what happened, and is what the page shows.
  }
  return { end: await stream.end, text: whole };
}

async function messageOf({ text, pictures }: Question): Promise<ChatMessage> {
  if (pictures.length === 0) return { role: "user", content: text };
  const parts = await Promise.all(pictures.map(async ({ blob }) => imagePart(await blob)));
  return { role: "user", content: text === "" ? parts : [...parts, { type: "text", text }] };
}
