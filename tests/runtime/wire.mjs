// The bytes of the service, written by hand from the reference (4.2): shared by the server, which sends them, and by the cases, which know what they mean.

const ENVELOPE = {
  object: "chat.completion.chunk",
  usage: null,
  created: 1764500101,
  system_fingerprint: null,
  model: "qwen-long",
  id: "chatcmpl-30dc196a-87a5-9ef4-b966-dc3c6cd715aa",
};

/** The usage that `answer` reports. */
export const USAGE = { prompt_tokens: 5402, completion_tokens: 96, total_tokens: 5498 };

/** One event. */
export function event(value) {
  return `data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`;
}

/** One chunk of choice 0 as an event; the envelope's key order is that of reference 4.2. */
export function chunk(delta, finishReason = null) {
  return event({ choices: [{ delta, finish_reason: finishReason, index: 0, logprobs: null }], ...ENVELOPE });
}

/** A chunk whose delta is given as JSON text, for escapes that JSON.stringify would not write. */
export function rawChunk(deltaJson) {
  return chunk({ at: 0 }).replace('{"at":0}', deltaJson);
}

/** A whole answer: role chunk, one chunk a text, finish reason, usage, [DONE]. */
export function answer(...texts) {
  return chunk({ content: "", role: "assistant" }) + texts.map((content) => chunk({ content })).join("") + ending();
}

/** What follows the last text of a complete answer. */
export function ending(finishReason = "stop") {
  return chunk({ content: "" }, finishReason) + event({ choices: [], ...ENVELOPE, usage: USAGE }) + event("[DONE]");
}

/** The same answer in one JSON body (reference 3). */
export function wholeAnswer(content) {
  return JSON.stringify({
    choices: [{ message: { role: "assistant", content }, finish_reason: "stop", index: 0, logprobs: null }],
    object: "chat.completion", usage: USAGE, created: ENVELOPE.created, system_fingerprint: null, model: ENVELOPE.model, id: ENVELOPE.id,
  });
}

/** An error body of the service (reference 5.1). */
export function errorBody(code, message, requestId) {
  return JSON.stringify({ error: { message, type: "invalid_request_error", param: null, code }, request_id: requestId });
}

/** What the service answers to an upload (reference 8). */
export function uploaded(id, filename = "a.txt", bytes = 5) {
  return JSON.stringify({ id, object: "file", bytes, filename, purpose: "file-extract", status: "processed", created_at: 1764499365 });
}

/** The refusal that means "ask again later" (reference 7.4). */
export const PARSING = errorBody("invalid_parameter_error", "File parsing in progress, please try again later.", "req-parsing");
