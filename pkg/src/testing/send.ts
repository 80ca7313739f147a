import { bodyOf } from "./body.js";
import type { Call } from "./call.js";
import type { Reply } from "./reply.js";

/** The Response for a Reply: the service's headers (reference 1.4), CORS where it is open, the body at its pace. */
export async function send(reply: Reply, call: Call): Promise<Response> {
  if (reply.head === "refused") throw new TypeError("fetch failed"); // as Node says it; browsers have words of their own
  if (reply.head === "never") return new Promise(() => undefined);
  const headers = new Headers(reply.outside ? outerHeaders() : serviceHeaders(call));
  for (const [name, value] of Object.entries(reply.headers)) headers.set(name, value);
  if (call.settings.cors === "open") openCors(headers);
  return new Response(bodyOf(reply, call), { status: reply.status, headers });
}

function outerHeaders(): Record<string, string> {
  return {
    vary: "Origin,Access-Control-Request-Method,Access-Control-Request-Headers, Accept-Encoding",
    date: new Date().toUTCString(),
    server: "istio-envoy",
  };
}

function serviceHeaders(call: Call): Record<string, string> {
  const now = call.settings.now();
  const cost = String(now - call.arrivedAt);
  return {
    ...outerHeaders(),
    "x-request-id": call.requestId,
    "x-dashscope-call-gateway": "true",
    "req-cost-time": cost,
    "req-arrive-time": String(call.arrivedAt),
    "resp-start-time": String(now),
    "x-envoy-upstream-service-time": cost,
    // Browsers drop this one when a page builds a Response; servers see it, and gateways must strip it.
    "set-cookie": `acw_tc=${call.requestId};path=/;HttpOnly;Max-Age=1800`,
  };
}

function openCors(headers: Headers): void {
  headers.set("access-control-allow-origin", "*");
  headers.set("access-control-expose-headers", "x-request-id, x-dashscope-partialresponse, x-emulator-usage, retry-after, retry-after-ms");
}
