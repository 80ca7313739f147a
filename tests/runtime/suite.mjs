// The runtime suite: every case, by name. It imports nothing of the package, so that a runner can list the cases before any runtime starts.
import { outcome, t } from "./assert.mjs";
import { audioCases } from "./cases/audio.mjs";
import { batchCases } from "./cases/batches.mjs";
import { capabilityCases } from "./cases/capabilities.mjs";
import { chunkCases } from "./cases/chunks.mjs";
import { clientCases } from "./cases/client.mjs";
import { clockCases } from "./cases/clocks.mjs";
import { closingCases } from "./cases/closing.mjs";
import { completionCases } from "./cases/completions.mjs";
import { conversationCases } from "./cases/conversation.mjs";
import { documentCases } from "./cases/documents.mjs";
import { errorCases } from "./cases/errors.mjs";
import { eventCases } from "./cases/events.mjs";
import { fileCases } from "./cases/files.mjs";
import { foldedCases } from "./cases/folded.mjs";
import { gatewayCases } from "./cases/gateway.mjs";
import { lineCases } from "./cases/lines.mjs";
import { longCases } from "./cases/long.mjs";
import { mediaCases } from "./cases/media.mjs";
import { modelCases } from "./cases/models.mjs";
import { parseCases } from "./cases/parse.mjs";
import { partialJsonCases } from "./cases/partial-json.mjs";
import { preflightCases } from "./cases/preflight.mjs";
import { regionCases } from "./cases/regions.mjs";
import { retryCases } from "./cases/retries.mjs";
import { streamCases } from "./cases/streams.mjs";
import { toolEndingCases } from "./cases/tools-ending.mjs";
import { toolCases } from "./cases/tools.mjs";
import { translationCases } from "./cases/translation.mjs";
import { uploadCases } from "./cases/uploads.mjs";
import { viewCases } from "./cases/views.mjs";

/** No case may take longer, in ms: the longest waits for two of the service's parsing polls. */
export const CASE_DEADLINE = 20_000;

/** Name -> `(t, env) => Promise<void>`. */
export const cases = {
  ...clientCases,
  ...streamCases,
  ...chunkCases,
  ...lineCases,
  ...capabilityCases,
  ...viewCases,
  ...longCases,
  ...audioCases,
  ...partialJsonCases,
  ...translationCases,
  ...completionCases,
  ...eventCases,
  ...closingCases,
  ...errorCases,
  ...clockCases,
  ...retryCases,
  ...fileCases,
  ...uploadCases,
  ...documentCases,
  ...conversationCases,
  ...toolCases,
  ...toolEndingCases,
  ...parseCases,
  ...gatewayCases,
  ...mediaCases,
  ...batchCases,
  ...modelCases,
  ...preflightCases,
  ...foldedCases,
  ...regionCases,
};

/** Runs one case; the result is plain JSON. */
export function runCase(name, env) {
  return outcome(() => cases[name](t, env), CASE_DEADLINE);
}
