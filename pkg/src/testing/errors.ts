import { type Reply, eventOf, jsonReply } from "./reply.js";

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
    return streaming && this.status === 400 ? this.asEvent(requestId) : jsonReply(this.status, this.body(requestId));
  }

  /** The body as one server-sent event. */
  asEvent(requestId: string): Reply {
    return {
      status: this.status,
      headers: { "content-type": "text/event-stream;charset=UTF-8" },
      body: eventOf(JSON.stringify(this.body(requestId))),
    };
  }
}

/** The reply that `work` makes, or throws as a ServiceError. */
export async function replyOf(work: () => Reply | Promise<Reply>, requestId: string, streaming: boolean): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceError) return error.reply(requestId, streaming);
    throw error;
  }
}

const INVALID_REQUEST = "invalid_request_error";

/** An error of the service's gateway: key order `message,type,param,code`, a request id beside it (reference 5.1). */
export function gatewayError(status: number, code: string, message: string, type: string = INVALID_REQUEST): ServiceError {
  return new ServiceError(message, status, (request_id) => ({ error: { message, type, param: null, code }, request_id }));
}

/** An error from the inference side: key order `code,param,message,type`, and the chat id before the request id (reference 5.1). */
export function inferenceError(
  message: string,
  code = "invalid_parameter_error",
  type: string = INVALID_REQUEST,
  status = 400,
): ServiceError {
  return new ServiceError(message, status, (request_id) => ({
    error: { code, param: null, message, type },
    id: `chatcmpl-${request_id}`,
    request_id,
  }));
}

/** An error of the files API: no request id in the body, and mostly no code (reference 5.1). */
export function fileError(status: number, message: string, param: string | null, code: string | null = null): ServiceError {
  return new ServiceError(message, status, () => ({ error: { message, type: INVALID_REQUEST, param, code } }));
}

/** An error of the native protocol: no wrapper (reference 4.6). */
export function nativeError(status: number, code: string, message: string): ServiceError {
  return new ServiceError(message, status, (request_id) => ({ code, message, request_id }));
}

/** 401 for a missing or a wrong key: always bare JSON (reference 5.1, 24). */
export function unauthorized(): ServiceError {
  // The space at the end is the service's.
  return gatewayError(401, "invalid_api_key", "Incorrect API key provided. ");
}

/** 404 for a model that is unknown, or another account's. */
export function modelNotFound(model: string): ServiceError {
  return gatewayError(404, "model_not_found", `The model ${model} does not exist or you do not have access to it.`);
}

/** 400 of a document that is not read yet (reference 7.4). */
export function parsingInProgress(): ServiceError {
  return inferenceError("File parsing in progress, please try again later.");
}
