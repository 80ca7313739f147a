/** The rounds of a run: ask, perform what the model calls, ask again. */
import "../index.js"; // whoever loads this has it: see `check_chunks` in xtask/src/build/bundles.rs
import type { ChatCompletions } from "../chat.js";
import { toError, usageError } from "../errors.js";
import type { ChatStream } from "../streams/chat.js";
import type { AssistantMessage, ChatCompletion, ChatCompletionChoice, ChatParamsStreaming, ToolCall, Usage } from "../types/chat.js";
import type { RunToolsOptions, RunToolsParams, ToolRunEvent, ToolRunTally } from "../types/tools.js";
import { performed } from "./calls.js";
import { ready } from "./definitions.js";
import { ToolRunError } from "./error.js";
import type { Events, Running } from "./run.js";

/** Runs to the answer that calls no tool. */
export async function* rounds(completions: ChatCompletions, params: RunToolsParams, options: RunToolsOptions, { abort, messages, tally }: Running): Events {
  const { maxRounds = 10, parallel = true, onToolError, ...call } = options;
  if (!(maxRounds >= 1)) throw usageError("`maxRounds` is a number, 1 or more.");
  const tools = await ready(params?.tools);
  const request: ChatParamsStreaming = { stream_options: { include_usage: true }, ...params, messages, tools: tools.definitions, stream: true };
  for (let round = 1; ; round++) {
    yield { type: "round", round };
    const stream = await completions.create(request, { ...call, signal: abort.controller.signal });
    yield* said(stream);
    const completion = await stream.finalChatCompletion();
    const choice = firstChoice(completion);
    const calls = callsOf(choice, request, round);
    count(tally, calls, completion.usage);
    if (calls.length === 0) {
      const answer = spoken(choice, request);
      if (answer.content) messages.push(answer); // the service refuses an empty message (reference 2.2), in every later request
      return yield ending(choice, completion, tally);
    }
    const why = stopped(choice);
    if (why) throw new ToolRunError(why, `The model had not finished calling tools when ${WHY[why]}. None of the calls has been performed.`);
    if (round >= maxRounds) throw new ToolRunError("too_many_rounds", `The model still calls tools after ${round} rounds: \`maxRounds\` allows no more.`);
    for (const { id, function: { name, arguments: text } } of calls) yield { type: "tool_call", id, name, arguments: text };
    const results = yield* performed(calls, { tools: tools.byName, parallel, onToolError, abort, tally });
    messages.push({ ...spoken(choice, request), tool_calls: calls.map(repeatable) }, ...results);
    // Forced again, the model would call the tool for ever (quirk 28).
    if (request.tool_choice !== "auto") delete request.tool_choice;
  }
}

async function* said(stream: ChatStream): AsyncGenerator<ToolRunEvent, void, undefined> {
  const views = { reasoning: stream.reasoning(), text: stream.text() };
  for await (const text of views.reasoning) yield { type: "reasoning", text };
  for await (const text of views.text) yield { type: "text", text };
}

function firstChoice({ choices: [choice] }: ChatCompletion): ChatCompletionChoice {
  if (!choice) throw toError({ kind: "decode", code: "no_choice", message: "The answer has no choice." });
  return choice;
}

/**
 * The calls of an answer, whatever its finish reason (reference 13). What a model writes into its text or its reasoning is
 * none, though it looks like one (quirk 7): nobody could tell it from talk about calls.
 */
function callsOf({ message }: ChatCompletionChoice, { tool_choice }: ChatParamsStreaming, round: number): ToolCall[] {
  if (tool_choice === "none") return [];
  // A result must name its call, also where a proxy has lost the id.
  return (message.tool_calls ?? []).map((call, at) => ({ ...call, id: call.id || `call_${round}_${at}` }));
}

function count(tally: ToolRunTally, calls: ToolCall[], usage: Usage | null | undefined): void {
  tally.rounds += 1;
  tally.toolCalls += calls.length;
  if (!usage) return;
  const before = tally.usage ?? { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  tally.usage = {
    prompt_tokens: before.prompt_tokens + (usage.prompt_tokens ?? 0),
    completion_tokens: before.completion_tokens + (usage.completion_tokens ?? 0),
    total_tokens: before.total_tokens + (usage.total_tokens ?? 0),
  };
}

/** What the model said, as the next request repeats it: without its reasoning (quirk 27), unless that is preserved. */
function spoken({ message: { content, audio, reasoning_content } }: ChatCompletionChoice, { preserve_thinking }: ChatParamsStreaming): AssistantMessage {
  return { role: "assistant", content: content || (audio?.transcript ?? ""), ...(preserve_thinking === true && reasoning_content && { reasoning_content }) };
}

/** A call whose arguments are no JSON would spoil every later request; its result tells the model. */
function repeatable(call: ToolCall): ToolCall {
  const { name, arguments: text } = call.function;
  try {
    JSON.parse(text);
    return call;
  } catch {
    return { ...call, function: { name, arguments: "{}" } };
  }
}

function ending(choice: ChatCompletionChoice, completion: ChatCompletion, tally: ToolRunTally): ToolRunEvent {
  return { type: "end", end: { ...tally, state: stopped(choice) ?? "complete", finish_reason: choice.finish_reason }, completion };
}

const WHY = { length: "the token limit stopped it: raise `max_tokens`", content_filter: "the service's filter stopped it" };

/** What stopped the model, if it did not stop by itself. */
function stopped({ finish_reason: reason }: ChatCompletionChoice): "length" | "content_filter" | undefined {
  return reason === "length" || reason === "content_filter" ? (reason as "length" | "content_filter") : undefined;
}
