/**
 * `qwen-edge/testing`: the Qwen API as a `fetch` function, for tests, demos and work without a key or a network.
 *
 * ```js
 * import { Qwen } from "qwen-edge";
 * import { createEmulator } from "qwen-edge/testing";
 *
 * const emulator = createEmulator({ parsing: { answers: 2 } });
 * const qwen = new Qwen({ apiKey: "sk-emulator", fetch: emulator.fetch });
 * ```
 *
 * Files cause the service's errors by being what they are: an extension that it does not read (`format is not supported`),
 * no text (`content blank`), a broken PDF or DOCX (`parsing error`), more pages or bytes than `limits` (`exceeds …`), an id
 * that is unknown, deleted or another key's (`Invalid file`), one deleted during `pace.latencyMs` (`cannot be found`), more
 * than 100 ids (`Too many files provided.`). Keys like `sk-bad` or `sk-expired-key` are refused.
 *
 * `faults` makes it fail as the service and the way to it do, by name ({@link FaultName}), to test what your app makes of it:
 *
 * ```js
 * createEmulator({ faults: ["limit-requests", { fault: "truncate", path: "/chat/completions", afterEvents: 5 }] });
 * ```
 *
 * In scope: `/chat/completions` (text), `/files`, `/models`, as the service shows them on the wire. Not in scope yet: tool
 * calls (tools are accepted and never called); image, audio and translation models (404 `model_not_found`); batches and
 * `/completions` (the empty 404 of an unknown path).
 *
 * Written from the project's description of the service ("reference n.n" in the comments) and sharing no code with the
 * client, so that the two cannot agree on the same mistake.
 */
export { createEmulator, type Emulator } from "./emulator.js";
export type { FaultName, ScriptedFault } from "./faults/names.js";
export type { AccountLimits, Chunking, EmulatorOptions, Pace, Parsing } from "./options.js";
export type { MultipartSummary, RecordedRequest } from "./request.js";
