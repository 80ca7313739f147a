import { shortForm } from "./batches/results.js";
import type { Call } from "./call.js";
import type { Fields } from "./chat/json.js";
import { listModels } from "./chat/models.js";
import { chatCompletions } from "./chat/route.js";
import { modelNotFound } from "./errors.js";
import { fieldOf } from "./faults/kind.js";
import { BATCH_CHAT_HOST, hasModel } from "./regions.js";
import { type Reply, jsonReply } from "./reply.js";

/** `POST /chat/completions` as a region answers it: to it, a model of another does not exist. */
export async function chatIn(call: Call, account: string): Promise<Reply> {
  const model = fieldOf(call, "model");
  if (typeof model === "string" && !hasModel(call.region, model)) throw modelNotFound(model);
  const reply = await chatCompletions(call, account);
  return call.url.hostname === BATCH_CHAT_HOST ? shortened(reply) : reply;
}

/** Batch Chat answers in the short form (reference 16.7). */
function shortened(reply: Reply): Reply {
  if (reply.status !== 200 || typeof reply.body !== "string") return reply;
  return { ...reply, body: JSON.stringify(shortForm(JSON.parse(reply.body) as Fields)) };
}

/** `GET /models` as a region answers it. */
export function modelsIn({ settings, region }: Call): Reply {
  const list = listModels(settings.now()) as { object: string; data: { id: string }[] };
  return jsonReply(200, { ...list, data: list.data.filter(({ id }) => hasModel(region, id)) });
}
