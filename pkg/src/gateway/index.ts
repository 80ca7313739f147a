/**
 * `qwen-edge/gateway`: a fetch handler that holds the API key, for the service refuses browsers (reference 1.6).
 *
 * It speaks the service's own paths, so a page's client needs only `baseURL`. Whatever is not allowed is refused; what is
 * allowed and what is stripped is decided in Rust (src/gateway), the code here moves bytes.
 *
 * @module qwen-edge/gateway
 */
import type { Gateway, GatewayBindings, GatewayOptions } from "./options.js";
import { serve } from "./serve.js";
import { settle } from "./settings.js";

export type { FileCall, Gateway, GatewayAllow, GatewayBindings, GatewayLimits, GatewayOptions } from "./options.js";

/**
 * Makes a gateway. The result is what Workers (`export default`), `Deno.serve(gateway.fetch)` and
 * `Bun.serve({ ...gateway, idleTimeout: 0 })` take (Bun closes what is silent for ten seconds, and a model may be); behind
 * `node:http` use `toNodeListener` of `qwen-edge/node`.
 *
 * Refusals have the service's error shape with `type: "gateway_error"` and a stable `code`: `origin_not_allowed`,
 * `route_not_allowed`, `model_not_allowed` (403), `unauthorized` (401), `path_not_found` (404), `method_not_allowed` (405),
 * `body_too_large` (413), `unsupported_media_type` (415), `invalid_json`, `model_missing`, `invalid_number`,
 * `max_tokens_exceeded` (400), `query_too_long` (414), `authorize_failed`, `missing_api_key`, `gateway_failed` (500),
 * `upstream_unreachable`, `upstream_unusable` (502).
 *
 * @throws QwenError that names the option, if one is missing, unknown or wrong. Of a copy of its class: `QwenError.isInstance()` knows it.
 * @example
 * export default createGateway({
 *   apiKey: env => env.DASHSCOPE_API_KEY,
 *   origins: ["https://app.example"],
 *   allow: { models: ["qwen-long"], files: ["create", "retrieve", "delete"] },
 *   authorize: request => isSignedIn(request),
 * });
 */
export function createGateway(options: GatewayOptions<GatewayBindings>): Gateway;
export function createGateway<Env>(options: GatewayOptions<Env>): Gateway<Env>;
export function createGateway<Env>(options: GatewayOptions<Env>): Gateway<Env> {
  const settings = settle(options);
  return { fetch: (request, env) => serve(settings, request, env as Env) };
}
