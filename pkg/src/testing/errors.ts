import { type Reply, jsonReply } from "./reply.js";

/** An answer of the service with a status from 400 on. `body` gets the request id and makes the JSON in its key order. */
export class ServiceError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly body: (requestId: string) => object,
  ) {
    super(message);
  }

  /** Bare JSON, but for a 400 on a streaming call, which is one server-sent event (reference 5.2). */
  reply(requestId: string, streaming: boolean): Reply {
    const body = this.body(requestId);
    if (!streaming || this.status !== 400) return jsonReply(this.status, body);
    return {
      status: this.status,
      headers: { "content-type": "text/event-stream;charset=UTF-8" },
      body: `data: ${JSON.stringify(body)}\n\n`,
    };
  }
}

const INVALID_REQUEST = "invalid_request_error";

/** An error of the service's gateway: key order `message,type,param,code`, a request id beside it (reference 5.1). */
export function gatewayError(status: number, code: string, message: string): ServiceError {
  return new ServiceError(message, status, (request_id) => ({
    error: { message, type: INVALID_REQUEST, param: null, code },
    request_id,
  }));
}

/** A 400 from the inference side: key order `code,param,message,type`, and the chat id before the request id (reference 5.1). */
export function inferenceError(message: string, code = "invalid_parameter_error"): ServiceError {
  return new ServiceError(message, 400, (request_id) => ({
    error: { code, param: null, message, type: INVALID_REQUEST },
    id: `chatcmpl-${request_id}`,
    request_id,
  }));
}

/** An error of the files API: no request id in the body, and mostly no code (reference 5.1). */
export function fileError(status: number, message: string, param: string | null, code: string | null = null): ServiceError {
  return new ServiceError(message, status, () => ({ error: { message, type: INVALID_REQUEST, param, code } }));
}

/** 401 for a missing or a wrong key: always bare JSON (reference 5.1, 24). */
export function unauthorized(): ServiceError {
  // The space at the end is the service's.
  return gatewayError(401, "invalid_api_key", "Incorrect API key provided. ");
}
