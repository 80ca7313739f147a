import { type Fields, isObject } from "../chat/json.js";
import type { ServiceError } from "../errors.js";
import { requestId } from "../ids.js";
import { countTokens } from "../tokens.js";

/** A line of the output file (reference 16.6). */
export function outputLine(customId: string, id: string, completion: Fields): string {
  const response = { status_code: 200, request_id: id, body: shortForm(completion) };
  return JSON.stringify({ id, custom_id: customId, response, error: null });
}

/** A completion without the fields that the stack of batches leaves out, in its order (reference 3). */
export function shortForm({ created, usage, model, id, choices, object }: Fields): object {
  const { completion_tokens, prompt_tokens, total_tokens, completion_tokens_details: details } = isObject(usage) ? usage : {};
  return {
    created,
    usage: { completion_tokens, prompt_tokens, total_tokens, ...(isObject(details) && { completion_tokens_details: details }) },
    model,
    id,
    choices: (choices as readonly Fields[]).map(({ finish_reason, index, message }) => ({ finish_reason, index, message })),
    object,
  };
}

/** What the test model answers to anything (reference 16.1). */
export function testCompletion(body: Fields, id: string, now: number): Fields {
  const content = "This is a test result.";
  const prompt_tokens = countTokens(JSON.stringify(body["messages"] ?? ""));
  const completion_tokens = countTokens(content);
  return {
    created: Math.floor(now / 1000),
    usage: { completion_tokens, prompt_tokens, total_tokens: prompt_tokens + completion_tokens },
    model: body["model"],
    id: `chatcmpl-${id}`,
    choices: [{ finish_reason: "stop", index: 0, message: { role: "assistant", content } }],
    object: "chat.completion",
  };
}

/**
 * A line of the error file. Whether it has a response is not known (reference 16.6): lines with one and lines without take
 * turns, `position` by `position`, so that readers learn to take both.
 */
export function errorLine(customId: string, id: string, error: ServiceError, position: number): string {
  const body = error.body(id) as { error: { code: string; message: string } };
  const { code, message } = body.error;
  const response = position % 2 === 0 ? null : { status_code: error.status, request_id: id, body };
  return JSON.stringify({ id, custom_id: customId, response, error: { code, message } });
}

/** A line for a request that nobody answered. Codes and texts are the emulator's own. */
export function unansweredLine(customId: string, end: keyof typeof UNANSWERED): string {
  const error = { code: `batch_${end}`, message: UNANSWERED[end] };
  return JSON.stringify({ id: requestId(), custom_id: customId, response: null, error });
}

const UNANSWERED = {
  expired: "The request was not answered before the completion window was over.",
  cancelled: "The request was not answered: the batch was cancelled.",
};

/** The lines as a file has them: not in the order of the input (reference 16.6), as if two workers had written it. */
export function shuffled(lines: readonly string[]): string[] {
  const second = lines.filter((_, index) => index % 2 === 1);
  const first = lines.filter((_, index) => index % 2 === 0);
  return [...second, ...first].map((line) => `${line}\n`);
}
