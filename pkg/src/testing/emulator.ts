import { BatchStore } from "./batches/store.js";
import type { Call } from "./call.js";
import { PromptCache } from "./chat/cache.js";
import { replyOf } from "./errors.js";
import { FaultScript } from "./faults/script.js";
import { FileStore } from "./files/store.js";
import { requestId } from "./ids.js";
import { type EmulatorOptions, settingsOf } from "./options.js";
import { regionOf } from "./regions.js";
import { type RecordedRequest, readBody, recordOf, requestOf, signalOf } from "./request.js";
import { route } from "./route.js";
import { send } from "./send.js";
import { TokenStore } from "./tokens/store.js";
import { abortable, pause } from "./waiting.js";

/** The service as a function, with a record of what it was asked. Emulators know nothing of each other. */
export interface Emulator {
  /**
   * The service as a fetch function: give it to a client as its `fetch`. It needs no `this`, answers any host, rejects with
   * the signal's reason when aborted before the head, and errors the body with it afterwards.
   */
  fetch(this: void, input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Forgets all requests, files, cached prompts, batches and temporary keys, and starts the script of faults anew. Answers on their way go on. */
  reset(this: void): void;
}

/**
 * Makes an emulator with files and a request log of its own.
 *
 * @throws RangeError for options that cannot work.
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const settings = settingsOf(options);
  const files = new FileStore(settings);
  const prompts = new PromptCache();
  const batches = new BatchStore(settings);
  const tokens = new TokenStore(settings);
  const faults = new FaultScript(options.faults ?? []);
  const requests: RecordedRequest[] = [];

  async function answer(request: Request, record: RecordedRequest, signal: AbortSignal | null): Promise<Response> {
    const arrivedAt = settings.now();
    const latency = pause(settings.pace.latencyMs, signal);
    const { method, headers } = request;
    const body = await readBody(request, record);
    const url = new URL(request.url);
    const region = regionOf(url.hostname);
    const stores = { files, prompts, batches, tokens };
    const call: Call = { settings, ...stores, faults, record, signal, requestId: requestId(), arrivedAt, latency, method, headers, url, region, body };
    const reply = await replyOf(() => route(call), call.requestId, false);
    await latency;
    return send(reply, call);
  }

  return {
    async fetch(input, init) {
      const signal = signalOf(input, init);
      signal?.throwIfAborted();
      const request = requestOf(input, init);
      const record = recordOf(request);
      requests.push(record);
      return abortable(answer(request, record, signal), signal);
    },
    requests,
    reset() {
      files.clear();
      prompts.clear();
      batches.clear();
      tokens.clear();
      faults.restart();
      requests.length = 0;
    },
  };
}
