/** Text completions, as they are asked: none is plain to the rules, so what is done besides is loaded with them. */
import { late } from "#late";
import type { Connection } from "./connection.js";
import { Lease } from "./core/instance.js";
import { usageError } from "./errors.js";
import type { RequestOptions } from "./options.js";
import type { Answered } from "./promise.js";
import { CompletionStream } from "./streams/completion.js";
import type { Completion, CompletionParams } from "./types/completions.js";

/** Asks for a completion. */
export async function complete(connection: Connection, params: CompletionParams & { stream?: boolean | null }, options: RequestOptions): Promise<Answered<Completion | CompletionStream>> {
  if (typeof params?.prompt !== "string") throw usageError("completions.create needs { model, prompt }, the prompt a string.");
  const call = { ...options, operation: "completions", json: await withoutSuffix(params) } as const;
  if (!params.stream) return connection.answered<Completion>(call);
  const asked = { model: String(params.model), prefix: "", isCompletion: true, choices: 1 };
  return connection.streamed(call, (exchange, response) => new CompletionStream(exchange, response, asked));
}

/** The request as the service takes it: what stands before the gap and after it as one prompt. */
async function withoutSuffix({ suffix, ...params }: CompletionParams): Promise<object> {
  if (suffix == null) return params;
  if (typeof suffix !== "string") throw usageError("The `suffix` of a completion is a string.");
  const api = await late();
  return { ...params, prompt: new Lease().run(api, () => api.fill_in(params.prompt, suffix)) };
}
