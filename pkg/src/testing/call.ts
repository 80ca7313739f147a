import type { BatchStore } from "./batches/store.js";
import type { PromptCache } from "./chat/cache.js";
import type { FaultScript } from "./faults/script.js";
import type { FileStore } from "./files/store.js";
import type { Settings } from "./options.js";
import type { Region } from "./regions.js";
import type { ReceivedBody, RecordedRequest } from "./request.js";
import type { TokenStore } from "./tokens/store.js";

/** One request on its way through the emulator. */
export interface Call {
  readonly settings: Settings;
  readonly files: FileStore;
  readonly prompts: PromptCache;
  readonly batches: BatchStore;
  readonly tokens: TokenStore;
  readonly faults: FaultScript;
  readonly record: RecordedRequest;
  readonly signal: AbortSignal | null;
  /** The `x-request-id` of the answer. */
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly arrivedAt: number;
  /** Over when the head of the answer may leave (`pace.latencyMs`). Never rejects. */
  readonly latency: Promise<void>;
  readonly method: string;
  readonly headers: Headers;
  readonly url: URL;
  /** Where the host that was called is. */
  readonly region: Region;
  readonly body: ReceivedBody;
}
