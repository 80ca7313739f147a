import { accountOf } from "./account.js";
import { cancelBatch, createBatch, listBatches, retrieveBatch } from "./batches/routes.js";
import type { Call } from "./call.js";
import { completions } from "./completions/route.js";
import { inferenceError, replyOf, unauthorized } from "./errors.js";
import { fileContent, listFiles, removeFile, retrieveFile, uploadFile } from "./files/routes.js";
import { chatIn, modelsIn } from "./regional.js";
import { hasPath } from "./regions.js";
import { type Reply, unknownPath } from "./reply.js";
import { issueToken } from "./tokens/route.js";

/** Answers a call of `account`; `id` is the one in the path, "" where the path has none. */
type Handler = (call: Call, account: string, id: string) => Reply | Promise<Reply>;

const ROUTES: readonly [path: RegExp, methods: Readonly<Record<string, Handler>>][] = [
  [/^\/chat\/completions$/, { POST: chatIn }],
  [/^\/completions$/, { POST: completions }],
  [/^\/models$/, { GET: modelsIn }],
  [/^\/files$/, { POST: uploadFile, GET: listFiles }],
  [/^\/files\/([^/]+)$/, { GET: retrieveFile, DELETE: removeFile }],
  [/^\/files\/([^/]+)\/content$/, { GET: fileContent }],
  [/^\/batches$/, { POST: createBatch, GET: listBatches }],
  [/^\/batches\/([^/]+)$/, { GET: retrieveBatch }],
  [/^\/batches\/([^/]+)\/cancel$/, { POST: cancelBatch }],
];

/** The one path of the native protocol that the emulator has; a gateway may put something before it. */
const NATIVE_TOKENS = /\/api\/v1\/tokens$/;

/** The handler's answer, or what a fault makes of it. Throws a ServiceError for a bad key or a method that the path does not have. */
export async function route(call: Call): Promise<Reply> {
  const { pathname, hostname } = call.url;
  if (NATIVE_TOKENS.test(pathname)) return call.method === "OPTIONS" ? preflight(call) : answered(call, issueToken);
  // Every host's compat base ends so; the coding plan's, and a gateway's, is `/v1` alone (reference 1.1).
  const path = /^(?:.*\/compatible-mode)?\/v1(\/.*)$/.exec(pathname)?.[1] ?? "";
  if (!hasPath(hostname, call.region, path)) return unknownPath;
  for (const [pattern, methods] of ROUTES) {
    const match = pattern.exec(path);
    if (!match) continue;
    if (call.method === "OPTIONS") return preflight(call);
    const account = accountOf(call);
    if (!Object.hasOwn(methods, call.method)) throw inferenceError(`Request method '${call.method}' is not supported.`);
    const handler = methods[call.method] as Handler;
    return answered(call, () => handler(call, account, match[1] ?? ""));
  }
  return unknownPath;
}

function answered(call: Call, handler: (call: Call) => Reply | Promise<Reply>): Promise<Reply> {
  return call.faults.answer(call, () => replyOf(() => handler(call), call.requestId, false));
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
