import { accountOf } from "./account.js";
import type { Call } from "./call.js";
import { chatCompletions } from "./chat/route.js";
import { listModels } from "./chat/models.js";
import { inferenceError, replyOf, unauthorized } from "./errors.js";
import { fileContent, listFiles, removeFile, retrieveFile, uploadFile } from "./files/routes.js";
import { type Reply, jsonReply, unknownPath } from "./reply.js";

/** Answers a call of `account`; `id` is the one in the path, "" where the path has none. */
type Handler = (call: Call, account: string, id: string) => Reply | Promise<Reply>;

const ROUTES: readonly [path: RegExp, methods: Readonly<Record<string, Handler>>][] = [
  [/^\/chat\/completions$/, { POST: chatCompletions }],
  [/^\/models$/, { GET: (call) => jsonReply(200, listModels(call.settings.now())) }],
  [/^\/files$/, { POST: uploadFile, GET: listFiles }],
  [/^\/files\/([^/]+)$/, { GET: retrieveFile, DELETE: removeFile }],
  [/^\/files\/([^/]+)\/content$/, { GET: fileContent }],
];

/** The handler's answer, or what a fault makes of it. Throws a ServiceError for a bad key or a method that the path does not have. */
export async function route(call: Call): Promise<Reply> {
  // Every host's compat base ends so; the coding plan's, and a gateway's, is `/v1` alone (reference 1.1).
  const path = /^(?:.*\/compatible-mode)?\/v1(\/.*)$/.exec(call.url.pathname)?.[1];
  for (const [pattern, methods] of ROUTES) {
    const match = pattern.exec(path ?? "");
    if (!match) continue;
    if (call.method === "OPTIONS") return preflight(call);
    const account = accountOf(call.headers, call.settings);
    if (!Object.hasOwn(methods, call.method)) throw inferenceError(`Request method '${call.method}' is not supported.`);
    const handler = methods[call.method] as Handler;
    const work = (): Promise<Reply> => replyOf(() => handler(call, account, match[1] ?? ""), call.requestId, false);
    return call.faults.answer(call, work);
  }
  return unknownPath;
}

/** The service refuses preflights as it refuses any request without a key (reference 1.6). */
function preflight(call: Call): Reply {
  if (call.settings.cors === "strict") throw unauthorized();
  return {
    status: 204,
    headers: {
      "access-control-allow-methods": "GET, POST, DELETE, OPTIONS",
      "access-control-allow-headers": call.headers.get("access-control-request-headers") ?? "*",
    },
    body: null,
    outside: true,
  };
}
