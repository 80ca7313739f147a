/** Options -> settings: checked once, when the gateway is made, so that a typing mistake opens nothing. */
import { usageError } from "../errors.js";
import type { QwenError } from "../errors.js";
import type { Fetch } from "../options.js";
import type { FileCall, GatewayOptions } from "./options.js";

/** What serving a request needs. */
export interface Settings<Env> {
  /** JSON text for the core: see `Policy::read` of src/gateway/text.rs. */
  policy: string;
  /** Without a slash at its end. */
  baseURL: string;
  fetch: Fetch;
  apiKey: GatewayOptions<Env>["apiKey"];
  authorize: NonNullable<GatewayOptions<Env>["authorize"]>;
}

const BEIJING = "https://dashscope.aliyuncs.com/compatible-mode/v1";
const FILE_CALLS: readonly FileCall[] = ["create", "retrieve", "list", "delete", "content"];
const OPTIONS = ["apiKey", "allow", "origins", "authorize", "limits", "baseURL", "fetch"];
const ALLOW = ["models", "completions", "files", "listModels", "batches"];
const LIMITS = ["bodyBytes", "fileBytes", "maxTokens"];
const MIB = 1 << 20;
/** The core counts tokens in 32 bits. */
const MOST_TOKENS = 2 ** 32 - 1;

/** Checks the options. @throws QwenError that names the first wrong one. */
export function settle<Env>(options: GatewayOptions<Env>): Settings<Env> {
  const { apiKey, authorize, fetch } = known(options, "options", OPTIONS);
  if (apiKey !== undefined && typeof apiKey !== "string") callable(apiKey, "apiKey");
  if (authorize !== undefined) callable(authorize, "authorize");
  if (fetch !== undefined) callable(fetch, "fetch");
  return {
    policy: policyOf(options),
    baseURL: base(options.baseURL ?? BEIJING),
    fetch: fetch ?? ((url, init) => globalThis.fetch(url, init)),
    apiKey,
    authorize: authorize ?? (() => true),
  };
}

function policyOf<Env>({ allow, limits = {}, origins = [] }: GatewayOptions<Env>): string {
  known(allow, "allow", ALLOW);
  known(limits, "limits", LIMITS);
  return JSON.stringify({
    origins: origins === "*" ? ["*"] : list(origins, "origins").map(origin),
    models: list(allow.models, "allow.models").map(model),
    completions: flag(allow.completions, "allow.completions"),
    listModels: flag(allow.listModels, "allow.listModels"),
    files: files(allow.files),
    batches: flag(allow.batches, "allow.batches"),
    bodyBytes: limit(limits.bodyBytes ?? 8 * MIB, "limits.bodyBytes"),
    fileBytes: limit(limits.fileBytes ?? 150 * MIB, "limits.fileBytes"),
    maxTokens: limits.maxTokens === undefined ? undefined : limit(limits.maxTokens, "limits.maxTokens", MOST_TOKENS),
  });
}

/** An object with no other members: a misspelt limit would be no limit. */
function known<T extends object>(value: T, where: string, names: readonly string[]): T {
  if (typeof value !== "object" || value === null) throw wrong(where, "an object");
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) throw wrong(where, `an object with only ${names.join(", ")}; it has "${unknown}"`);
  return value;
}

function list(value: readonly string[], where: string): readonly string[] {
  if (!Array.isArray(value)) throw wrong(where, "an array of strings");
  return value;
}

function flag(value: boolean | undefined, where: string): boolean {
  if (value !== undefined && typeof value !== "boolean") throw wrong(where, "true or false");
  return value ?? false;
}

function files(value: boolean | readonly FileCall[] | undefined): readonly FileCall[] {
  if (value === undefined || value === false) return [];
  if (value === true) return FILE_CALLS;
  if (!Array.isArray(value) || !value.every((call) => FILE_CALLS.includes(call))) {
    throw wrong("allow.files", `true, false, or an array of ${FILE_CALLS.join(", ")}`);
  }
  return value;
}

function model(value: string, index: number): string {
  if (typeof value !== "string" || !/^[^*\s]+\*?$|^\*$/.test(value)) {
    throw wrong(`allow.models[${index}]`, "a model's name, or a prefix that ends in *");
  }
  return value;
}

/** An origin as browsers write it. Schemes of apps and extensions have no normal form to bring them into. */
function origin(value: string, index: number): string {
  const where = `origins[${index}]`;
  if (value === "*") return value;
  if (typeof value !== "string" || !/^[a-z][a-z\d+.-]*:\/\/[^/?#@\s]+$/i.test(value) || !URL.canParse(value)) {
    throw wrong(where, "https://host[:port], without a path or a slash at its end, or *");
  }
  return /^https?:/i.test(value) ? new URL(value).origin : value.toLowerCase();
}

function limit(value: number, where: string, most = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isSafeInteger(value) || value < 1 || value > most) throw wrong(where, `a whole number from 1 to ${most}`);
  return value;
}

function base(value: string): string {
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username || url.password) {
    throw wrong("baseURL", "an absolute http(s) URL without query or credentials");
  }
  return url.href.replace(/\/+$/, "");
}

function callable(value: unknown, where: string): void {
  if (typeof value !== "function") throw wrong(where, where === "apiKey" ? "a string or a function" : "a function");
}

function wrong(where: string, expected: string): QwenError {
  return usageError(`createGateway: \`${where}\` must be ${expected}.`, "invalid_option");
}
