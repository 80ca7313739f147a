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
 * Chat is emulated with all that its models can do: thinking, documents, translation, tool calls, JSON, partial mode, the
 * context cache, images, videos and sound, each where the reference gives it to a model, refused with the service's words
 * where it does not. It has no knowledge, so every answer shows what was read:
 *
 * - Text quotes the documents, the results of tools and what was seen of images and sound, in order.
 * - A translation names its languages and style, and replaces sentences of `tm_list` and `terms`, and nothing else.
 * - A tool is called when a word of its name, or else of its description, is in the last user message; what is required of
 *   its arguments is made of the question's names and numbers, first things first, and of the first value of an `enum`.
 *   A question that enumerates ("Beijing and Shanghai") gets a call for each, with `parallel_tool_calls`.
 * - `json_schema` is filled the same way, with the optional properties too.
 * - A continuation (`partial`) is the rest of the very answer that began with the prefix, so a cut answer can be completed.
 * - Sound is a tone a word, its pitch by the word and the voice: 16-bit PCM, cut between the bytes of a sample.
 * - Thinking is a few sentences, long enough for a `thinking_budget` to cut.
 *
 * The context cache forgets by `now`. Unknown `qwen-mt-…` models translate too, cumulative where the name says `plus`, `turbo`
 * or `cumulative`, to test a client that has to tell by the chunks.
 *
 * A batch goes on when it is asked for (`batches`), and its lines are answered as chat answers them; its input cannot be in
 * OSS, and nobody is called back at its end. Code is completed (`/completions`) by comments that say what stands around them.
 *
 * The host that is called is a region, if it is one of the service's (reference 1.1): what the region lacks is a 404, of the
 * model or of the path (reference 21). Any other host is Beijing, which has everything.
 *
 * Written from the project's description of the service ("reference n.n" in the comments) and sharing no code with the
 * client, so that the two cannot agree on the same mistake.
 *
 * @module qwen-edge/testing
 */
export { createEmulator, type Emulator } from "./emulator.js";
export type { FaultName, ScriptedFault } from "./faults/names.js";
export type { AccountLimits, BatchTimes, Chunking, EmulatorOptions, KeyInRegion, Pace, Parsing } from "./options.js";
export type { Region } from "./regions.js";
export type { MultipartSummary, RecordedRequest } from "./request.js";
