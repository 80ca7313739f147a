import type { Reply } from "../reply.js";
import { countTokens } from "../tokens.js";
import { firstHalf, partsOf } from "./events.js";
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
  const written = choices.reduce((sum, { message }) => sum + countTokens(message.content) + countTokens(message.reasoning_content ?? ""), 0);
  const usage = { ...completion.usage, completion_tokens: written, total_tokens: completion.usage.prompt_tokens + written };
  const body = JSON.stringify({ ...completion, choices, usage });
  return withHeaders({ ...reply, body }, { "x-dashscope-partialresponse": "true" });
}

interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}

interface Choice {
  message: { content: string; reasoning_content?: string };
  finish_reason: string | null;
}

function halved(choice: Choice): Choice {
  const { message } = choice;
  return { ...choice, message: { ...message, content: firstHalf(message.content) }, finish_reason: null };
}
