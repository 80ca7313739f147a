/** A translation through the gateway. No DOM here. */
import { Qwen, type TranslateParams } from "qwen-edge";
import { Stopwatch, type Outcome } from "../conversation/answerer.js";

/** Translates. */
export class Translator {
  readonly #qwen: Qwen;

  /** `baseURL`: where the gateway is. */
  constructor(baseURL: string) {
    this.#qwen = new Qwen({ baseURL });
  }

  /** Resolves when the translation has ended, however it ended; rejects when there was none. */
  async translate(params: TranslateParams, { signal, onText }: { signal: AbortSignal; onText(text: string): void }): Promise<Outcome> {
    const watch = new Stopwatch();
    const stream = await this.#qwen.translate(params, { signal });
    try {
      for await (const text of stream.text()) {
        watch.text();
        onText(text);
      }
    } catch {
      // `end` tells what happened, and is what the page shows.
    }
    return watch.outcome(await stream.end);
  }
}
