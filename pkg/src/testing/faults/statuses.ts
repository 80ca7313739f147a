import type { Call } from "../call.js";
import { type ServiceError, gatewayError, inferenceError, modelNotFound, parsingInProgress, unauthorized } from "../errors.js";
import { type Reply, unknownPath } from "../reply.js";
import type { Fault, Refusal } from "./fault.js";
import { type Target, fieldOf, kindOf } from "./kind.js";
import { page } from "./pages.js";

// Which side an error is from and its `type` stand in no table of the reference. Here what needs a model is from the
// inference side, and the type is the code, as in the recordings of throttling and moderation (reference 5.1, 5.4).
const gateway = (status: number, code: string, message: string): ServiceError => gatewayError(status, code, message, code);
const inference = (status: number, code: string, message: string): ServiceError => inferenceError(message, code, code, status);

/** The spelling is the service's. */
export const INTERNAL_ERROR = gateway(500, "internal_error", "An internal error has occured, please try again later or contact service support.");

export const MODEL_SERVING_ERROR = inference(
  503,
  "ModelServingError",
  "Too many requests. Your requests are being throttled due to system capacity limits. Please try again later.",
);

const LIMIT_REQUESTS = gateway(
  429,
  "limit_requests",
  "You have exceeded your current request limit. For details, see: https://help.aliyun.com/zh/model-studio/error-code#rate-limit",
);

/** Sounds like billing, and means tokens per minute. */
const INSUFFICIENT_QUOTA = gateway(429, "insufficient_quota", "You exceeded your current quota, please check your plan and billing details.");

/** A proxy's: the reference has no 408 of the service itself. */
const REQUEST_TIMEOUT: Reply = { status: 408, headers: { "content-type": "text/plain" }, body: "Request Timeout", outside: true };

/** Statuses from 400 on (reference 5.1, 5.2, 5.4). The texts of Conflict and PostpaidBillOverdue are the emulator's own. */
export const STATUSES = {
  "invalid-api-key": refusal("any", unauthorized()),
  arrearage: refusal("any", gateway(400, "Arrearage", "Access denied, please make sure your account is in good standing.")),
  "data-inspection-failed": refusal("chat", inference(400, "data_inspection_failed", "Input text data may contain inappropriate content.")),
  "access-denied": refusal("any", gateway(403, "access_denied", "Access denied.")),
  "model-not-found": answers("chat", (call) => modelNotFound(String(fieldOf(call, "model"))).reply(call.requestId, false)),
  "empty-404": answers("any", () => unknownPath),
  conflict: refusal("any", gateway(409, "Conflict", "The request conflicts with another one.")),
  "request-timeout": answers("any", () => REQUEST_TIMEOUT),
  "limit-requests": refusal("any", LIMIT_REQUESTS),
  "insufficient-quota": refusal("any", INSUFFICIENT_QUOTA),
  "limit-burst-rate": {
    ...refusal("any", gateway(429, "limit_burst_rate", "Request rate increased too quickly.")),
    queues: ({ headers }) => Number(headers.get("x-dashscope-wait-timeout")) > 0,
  },
  "billing-overdue": refusal("any", gateway(429, "PostpaidBillOverdue", "The postpaid bill is overdue.")),
  "internal-error": refusal("any", INTERNAL_ERROR),
  "response-timeout": refusal("chat", inference(500, "RequestTimeOut", "Request timed out, please try again later.")),
  "model-serving-error": refusal("chat", MODEL_SERVING_ERROR),
  "model-unavailable": refusal("chat", inference(503, "ModelUnavailable", "Model is unavailable, please try again later.")),
  "html-502": answers("any", () => page(502, "502 Bad Gateway")),
  "file-parsing": refusal("chat", parsingInProgress()),
  "status-as-event": answers("streamed", ({ requestId }) => LIMIT_REQUESTS.asEvent(requestId)),
} satisfies Record<string, Fault>;

function answers(on: Target, refuse: (call: Call) => Reply): Refusal {
  return { on, details: ["retryAfter", "retryAfterMs"], refuse };
}

/** Bare JSON, or one event where the service would send one (reference 5.2). */
function refusal(on: Target, error: ServiceError): Refusal {
  return answers(on, (call) => error.reply(call.requestId, kindOf(call) === "streamed"));
}
