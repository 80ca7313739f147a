// Who is measured. Each reads one streamed answer to its end as its user would, and folds it, so that all do the same work and can be compared.
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { jsonSchema, streamText, tool } from "ai";
import { createParser } from "eventsource-parser";
import OpenAI from "openai";
import { Qwen } from "qwen-edge";

const MODEL = "qwen-long";
const PROMPT = "How long does the lease run?";
const QUESTION = { model: MODEL, messages: [{ role: "user", content: PROMPT }], stream: true, stream_options: { include_usage: true } };
const ANYWHERE = { apiKey: "sk-bench", baseURL: "https://service.example/v1", maxRetries: 0, dangerouslyAllowBrowser: true };

/** What an answer comes to: what was not looked at is undefined. */
const folded = () => ({ text: "", reasoning: "", calls: [], events: 0, finish: undefined, tokens: undefined });

/** The same loop body for all whose chunks are OpenAI's. */
function fold(answer, chunk) {
  answer.events += 1;
  if (chunk.usage) answer.tokens = chunk.usage.total_tokens;
  const choice = chunk.choices[0];
  if (!choice) return;
  const { content, reasoning_content, tool_calls } = choice.delta;
  if (content) answer.text += content;
  if (reasoning_content) answer.reasoning += reasoning_content;
  if (tool_calls) for (const call of tool_calls) foldCall(answer.calls, call);
  if (choice.finish_reason) answer.finish = choice.finish_reason;
}

function foldCall(calls, { index, function: named }) {
  const call = (calls[index] ??= { name: named.name, arguments: "" });
  call.arguments += named.arguments;
}

/** Name -> `(fetch) => () => Promise<what the answer came to>`. A client is made once, as programs do. */
export const contenders = {
  "qwen-edge"(fetch) {
    const qwen = new Qwen({ ...ANYWHERE, fetch });
    return async () => {
      const answer = folded();
      for await (const chunk of await qwen.chat.completions.create(QUESTION)) fold(answer, chunk);
      return answer;
    };
  },

  "qwen-edge text()"(fetch) {
    const qwen = new Qwen({ ...ANYWHERE, fetch });
    return async () => {
      const answer = { text: "" };
      for await (const text of (await qwen.chat.completions.create(QUESTION)).text()) answer.text += text;
      return answer;
    };
  },

  "eventsource-parser"(fetch) {
    return async () => {
      const answer = folded();
      const onEvent = ({ data }) => {
        if (data !== "[DONE]") fold(answer, JSON.parse(data));
      };
      const parser = createParser({ onEvent });
      const decoder = new TextDecoder();
      const reader = (await fetch(ANYWHERE.baseURL)).body.getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) parser.feed(decoder.decode(read.value, { stream: true }));
      return answer;
    };
  },

  "eventsource-parser iterated"(fetch) {
    return async () => {
      const answer = folded();
      for await (const chunk of iterated((await fetch(ANYWHERE.baseURL)).body)) fold(answer, chunk);
      return answer;
    };
  },

  openai(fetch) {
    const openai = new OpenAI({ ...ANYWHERE, fetch });
    return async () => {
      const answer = folded();
      for await (const chunk of await openai.chat.completions.create(QUESTION)) fold(answer, chunk);
      return answer;
    };
  },

  ai(fetch) {
    const model = createOpenAICompatible({ ...ANYWHERE, name: "qwen", fetch, includeUsage: true }).chatModel(MODEL);
    const tools = { get_weather: tool({ inputSchema: jsonSchema({ type: "object" }) }) };
    return async () => {
      const answer = { text: "", reasoning: "", calls: [], finish: undefined, tokens: undefined };
      const onError = ({ error }) => (answer.error = error);
      for await (const part of streamText({ model, prompt: PROMPT, tools, maxRetries: 0, onError }).fullStream) foldPart(answer, part);
      if (answer.error) throw answer.error;
      return answer;
    };
  },

  "bytes dropped"(fetch) {
    return async () => {
      const reader = (await fetch(ANYWHERE.baseURL)).body.getReader();
      let bytes = 0;
      for (let read = await reader.read(); !read.done; read = await reader.read()) bytes += read.value.length;
      return { bytes };
    };
  },
};

/** Chunk objects as an iterator, as `openai` and `qwen-edge` give them; the contender without this gets them in a callback. */
async function* iterated(body) {
  const chunks = [];
  const onEvent = ({ data }) => {
    if (data !== "[DONE]") chunks.push(JSON.parse(data));
  };
  const parser = createParser({ onEvent });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    parser.feed(decoder.decode(read.value, { stream: true }));
    yield* chunks.splice(0);
  }
}

/** The AI SDK has parts of its own instead of chunks. */
function foldPart(answer, part) {
  if (part.type === "text-delta") answer.text += part.text;
  else if (part.type === "reasoning-delta") answer.reasoning += part.text;
  else if (part.type === "tool-input-start") answer.calls.push({ name: part.toolName, arguments: "" });
  else if (part.type === "tool-input-delta") answer.calls.at(-1).arguments += part.delta;
  else if (part.type === "finish") [answer.finish, answer.tokens] = [part.finishReason.replace("-", "_"), part.totalUsage.totalTokens];
}
