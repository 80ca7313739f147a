import { type Fields, isObject } from "../chat/json.js";
import { firstHalf } from "../half.js";
import { type Reply, eventOf } from "../reply.js";

/** An answer's body in parts: the events of a stream, or a plain body as the one part that it is. */
export function partsOf({ body }: Reply): readonly string[] {
  if (body === null) return [];
  return typeof body === "string" ? [body] : body;
}

/** The first events, `count` of them, but never the finish reason or what follows it: the answer would be whole. */
export function opening(reply: Reply, count: number): readonly string[] {
  const parts = partsOf(reply);
  const end = parts.findIndex((part) => isFinish(part));
  return parts.slice(0, Math.min(count, end < 0 ? parts.length - 1 : end));
}

/** The first events and half of the next. */
export function openingAndHalf(reply: Reply, count: number): readonly string[] {
  const whole = opening(reply, count);
  return [...whole, firstHalf(partsOf(reply)[whole.length] ?? "")];
}

/** Whether an event is a chunk with a finish reason. */
export function isFinish(event: string): boolean {
  const choices = chunkOf(event)?.["choices"];
  return Array.isArray(choices) && choices.some((choice: unknown) => isObject(choice) && typeof choice["finish_reason"] === "string");
}

/** An event like the answer's own chunks, with another text and finish reason, in the key order of reference 4.2 or 11.3. */
export function chunkLike(reply: Reply, content: string, finish_reason: string | null): string {
  const chunk = chunkOf(partsOf(reply)[0] ?? "");
  const text = chunk?.["object"] === "text_completion" ? { text: content } : { delta: { content } };
  const choices = [{ ...text, finish_reason, index: 0, logprobs: null }];
  return eventOf(JSON.stringify({ ...chunk, choices }));
}

function chunkOf(event: string): Fields | null {
  const data = event.startsWith("data: {") ? event.slice("data: ".length) : "null";
  const chunk: unknown = JSON.parse(data);
  return isObject(chunk) ? chunk : null;
}
