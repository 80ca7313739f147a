/** One request through the gateway: decide, authorize, read, send, pass back. */
import { core } from "#gateway";
import { counted, isSpelled, readJson, writeJson } from "./bodies.js";
import type { Json } from "./bodies.js";
import { type Forward, type Refusal, Refused, Rules } from "./rules.js";
import { cut, Cutter } from "./secret.js";
import type { Settings } from "./settings.js";
import { Upstream } from "./upstream.js";

/** Answers one request. Never rejects, and shows nobody what was thrown. */
export async function serve<Env>(settings: Settings<Env>, request: Request, env: Env): Promise<Response> {
  let rules: Rules | undefined;
  try {
    rules = new Rules(await core(), settings.policy, request.headers.get("origin") ?? "");
    return await answer(settings, rules, request, env);
  } catch (error) {
    return refused(rules, error);
  }
}

async function answer<Env>(settings: Settings<Env>, rules: Rules, request: Request, env: Env): Promise<Response> {
  const decision = rules.decide(request);
  if (decision.kind === "preflight") return new Response(null, { status: 204, headers: decision.headers });
  const verdict = await authorized(settings, request, env);
  if (verdict instanceof Response) return shared(verdict, rules.refusal("unauthorized"));
  if (!verdict) throw new Refused("unauthorized");
  return forward(settings, rules, decision, request, env);
}

/** What the user's `authorize` says. @throws Refused if it threw, gave something else, or took the body. */
async function authorized<Env>(settings: Settings<Env>, request: Request, env: Env): Promise<boolean | Response> {
  const verdict: unknown = await Promise.resolve()
    .then(() => settings.authorize(request, env))
    .catch(() => undefined);
  if (request.bodyUsed || !(typeof verdict === "boolean" || verdict instanceof Response)) {
    throw new Refused("authorize_failed");
  }
  return verdict;
}

async function forward<Env>(settings: Settings<Env>, rules: Rules, decision: Forward, request: Request, env: Env): Promise<Response> {
  const upstream = new Upstream(request.signal);
  let excess = false;
  const onExcess = (): void => {
    excess = true;
    upstream.close();
  };
  try {
    const body = await outgoing(decision, rules, request, onExcess);
    const headers = new Headers(decision.headers);
    const key = await keyOf(settings, env);
    headers.set("authorization", `Bearer ${key}`);
    const url = settings.baseURL + decision.path;
    return passed(await upstream.send(settings.fetch, url, { method: decision.method, headers, body }), key, rules, upstream);
  } catch (error) {
    upstream.close();
    throw excess ? new Refused("body_too_large") : error;
  }
}

/** The body that goes on. */
async function outgoing(decision: Forward, rules: Rules, request: Request, onExcess: () => void): Promise<string | ReadableStream<Uint8Array> | undefined> {
  if (decision.body === "none") return undefined;
  if (decision.body === "multipart") return request.body ? counted(request.body, decision.bodyBytes, onExcess) : "";
  const body = await readJson(request.body, decision.bodyBytes);
  if (decision.body === "prompt") {
    const limit = rules.checkPrompt(facts(body));
    if (limit !== undefined) body["max_tokens"] = limit;
  }
  return writeJson(body);
}

/** Longest name of a model; the service's have about 40 characters. A longer one is none. */
const MODEL_LENGTH = 256;

/** What the policy cares about; of the wrong type: false. */
function facts({ model, max_tokens, max_completion_tokens, n }: Json): object {
  const number = (value: unknown): unknown => (value === undefined || value === null || typeof value === "number" || isSpelled(value) ? value : false);
  return {
    model: typeof model === "string" && model.length <= MODEL_LENGTH ? model : false,
    max_tokens: number(max_tokens),
    max_completion_tokens: number(max_completion_tokens),
    n: number(n),
  };
}

/** The key. @throws Refused if there is none, or one that could not stand in a header (whose error would print it). */
async function keyOf<Env>(settings: Settings<Env>, env: Env): Promise<string> {
  const { apiKey } = settings;
  const given: unknown = await Promise.resolve()
    .then(() => (typeof apiKey === "function" ? apiKey(env) : apiKey))
    .catch(() => undefined);
  const key = typeof given === "string" ? given.trim() : "";
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Refused("missing_api_key");
  return key;
}

/** The service's reply as the page gets it: without the key, which some services quote where they refuse it. An answer is not looked into. */
function passed(response: Response, key: string, rules: Rules, upstream: Upstream): Response {
  const { status, headers } = rules.reply(response.status, [...response.headers].map(([name, value]) => [name, cut(value, key)]));
  const empty = response.body === null || status === 204 || status === 205;
  if (empty) upstream.release();
  return new Response(empty ? null : upstream.pass(response.body, status < 400 ? undefined : new Cutter(key)), { status, headers });
}

/** The answer of the user's `authorize`, readable by the page. */
function shared(response: Response, { headers }: Refusal): Response {
  const copy = new Response(response.body, response);
  for (const [name, value] of headers) {
    if (name === "vary") copy.headers.append(name, value);
    else if (name.startsWith("access-control-") || !copy.headers.has(name)) copy.headers.set(name, value);
  }
  return copy;
}

function refused(rules: Rules | undefined, error: unknown): Response {
  try {
    const why = error instanceof Refused ? error.why : "gateway_failed";
    const refusal = typeof why === "string" ? rules?.refusal(why) : why;
    if (refusal) return refusalResponse(refusal);
  } catch {
    // The core itself failed: the answer below needs none.
  }
  return refusalResponse({ kind: "refuse", status: 500, code: "gateway_failed", message: "The gateway's core did not start or failed.", headers: [] });
}

/** A refusal in the service's error shape (reference 5.1). */
function refusalResponse({ status, code, message, param = null, headers }: Omit<Refusal, "param"> & { param?: string | null }): Response {
  return Response.json({ error: { message, type: "gateway_error", param, code } }, { status, headers });
}
