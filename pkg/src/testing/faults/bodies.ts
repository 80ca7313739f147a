import type { Reply } from "../reply.js";
import { countTokens } from "../tokens.js";
import { partsOf } from "./events.js";
import { firstHalf } from "../half.js";
import type { Fault } from "./fault.js";
import { page } from "./pages.js";
import { INTERNAL_ERROR } from "./statuses.js";

/** Status 200 with another body than was asked for (reference 0.18). */
export const BODIES = {
  "html-page": { on: "any", details: [], change: () => page(200, "Welcome") },
  "json-error": { on: "any", details: [], change: (_, { requestId }) => ({ ...INTERNAL_ERROR.reply(requestId, false), status: 200 }) },
  "wrong-content-type": { on: "any", details: [], change: (reply) => withHeaders(reply, { "content-type": "application/octet-stream" }) },
  "partial-response": { on: "plain", details: [], change: partial },
} satisfies Record<string, Fault>;

function withHeaders(reply: Reply, headers: Record<string, string>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

/** What a plain call has written when the service's time is over (reference 0.18). */
function partial(reply: Reply): Reply {
  const completion = JSON.parse(partsOf(reply)[0] ?? "") as { choices: Choice[]; usage: Usage };
  const choices = completion.choices.map(halved);
  const written = choices.reduce((sum, choice) => sum + countTokens(textIn(choice)), 0);
  const usage = { ...completion.usage, completion_tokens: written, total_tokens: completion.usage.prompt_tokens + written };
  const body = JSON.stringify({ ...completion, choices, usage });
  return withHeaders({ ...reply, body }, { "x-dashscope-partialresponse": "true" });
}

interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}

/** A choice of chat has a message, one of `/completions` a text. */
type Choice = ({ message: { content: string; reasoning_content?: string } } | { text: string }) & { finish_reason: string | null };

function textIn(choice: Choice): string {
  return "text" in choice ? choice.text : (choice.message.reasoning_content ?? "") + choice.message.content;
}

function halved(choice: Choice): Choice {
  if ("text" in choice) return { ...choice, text: firstHalf(choice.text), finish_reason: null };
  const { message } = choice;
  return { ...choice, message: { ...message, content: firstHalf(message.content) }, finish_reason: null };
}
