/** The calls of one round. What the model has called wrongly is told to it as the call's result, so that it can do better. */
import type { Abort } from "../abort.js";
import { abortedError } from "../errors.js";
import { inLines } from "../structured/schema.js";
import type { ToolCall, ToolMessage } from "../types/chat.js";
import type { RunToolsOptions, ToolRunEvent, ToolRunTally } from "../types/tools.js";
import type { Ready } from "./definitions.js";
import { ToolRunError } from "./error.js";

/** What calls are performed with. */
interface Workshop {
  tools: ReadonlyMap<string, Ready>;
  parallel: boolean;
  onToolError: RunToolsOptions["onToolError"];
  abort: Abort;
  tally: ToolRunTally;
}

/** What has become of a call. */
interface Done {
  call: ToolCall;
  /** For the model. */
  content: string;
  event: Extract<ToolRunEvent, { type: "tool_result" | "tool_error" }>;
}

/** Performs calls; tells each as soon as it is done, and gives the results' messages in the order of the calls. */
export async function* performed(calls: readonly ToolCall[], workshop: Workshop): AsyncGenerator<ToolRunEvent, ToolMessage[], undefined> {
  const waiting = [...calls];
  const underWay = new Map<ToolCall, Promise<Done>>();
  const contents = new Map<ToolCall, string>();
  while (waiting.length + underWay.size > 0) {
    unlessAborted(workshop.abort);
    for (const call of waiting.splice(0, workshop.parallel ? waiting.length : 1)) underWay.set(call, perform(call, workshop));
    const { call, content, event } = await first(underWay.values(), workshop.abort);
    underWay.delete(call);
    contents.set(call, content);
    if (event.type === "tool_error") workshop.tally.toolErrors += 1;
    yield event;
  }
  return calls.map((call) => ({ role: "tool", tool_call_id: call.id, content: contents.get(call) ?? "" }));
}

/** The first that is done. At an abort nobody waits for the others; that they fail later is heard by this race, and forgotten. */
async function first(underWay: Iterable<Promise<Done>>, abort: Abort): Promise<Done> {
  try {
    return await Promise.race([abort.aborted, ...underWay]);
  } catch (error) {
    unlessAborted(abort);
    throw error;
  }
}

function unlessAborted({ controller: { signal } }: Abort): void {
  if (signal.aborted) throw abortedError(signal.reason);
}

async function perform(call: ToolCall, { tools, onToolError, abort }: Workshop): Promise<Done> {
  const { id, function: { name, arguments: text } } = call;
  const failed = (error: unknown, told: string): Done => ({ call, content: told, event: { type: "tool_error", id, name, error, told } });
  let result: unknown;
  try {
    const { execute, args } = await read(tools, name, text);
    result = await execute(args, { signal: abort.controller.signal, toolCallId: id });
  } catch (error) {
    unlessAborted(abort);
    if (error instanceof Refusal) return failed(error.error, error.told);
    return failed(error, (await onToolError?.(error, { id, name })) || "Error: the tool failed.");
  }
  return { call, content: asText(result, name), event: { type: "tool_result", id, name, result } };
}

/** A call that cannot be performed: why, and what the model is told. The errors quote nothing that the model wrote. */
class Refusal {
  readonly error: ToolRunError;
  readonly told: string;

  constructor(error: ToolRunError, told: string) {
    this.error = error;
    this.told = told;
  }
}

/** Finds the tool, and its arguments as its schema makes them. */
async function read(tools: ReadonlyMap<string, Ready>, name: string, text: string): Promise<{ execute: Ready["execute"]; args: unknown }> {
  const tool = tools.get(name);
  if (!tool) throw new Refusal(new ToolRunError("unknown_tool", "The model called a tool that there is not."), `Error: there is no tool of this name. There are: ${[...tools.keys()].join(", ")}.`);
  const found = await tool.validate(parsed(text));
  if (!found.issues) return { execute: tool.execute, args: found.value };
  const error = new ToolRunError("schema_mismatch", "The arguments of a call do not fit the tool's schema: see `issues`.", { issues: found.issues });
  throw new Refusal(error, `Error: the arguments do not fit the tool's parameters. Call it again with arguments that fit.\n${inLines(found.issues)}`);
}

/** The arguments; none is what models write for a tool that has no parameters. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.trim() || "{}");
  } catch {
    // Without the cause: some engines quote the text.
    throw new Refusal(new ToolRunError("invalid_json", "The arguments of a call are no valid JSON."), "Error: the arguments are no valid JSON. Call the tool again with valid JSON.");
  }
}

/** The service refuses an empty message (reference 2.2): an empty text is `""`, as JSON spells it. */
function asText(result: unknown, name: string): string {
  if (typeof result === "string" && result !== "") return result;
  try {
    return JSON.stringify(result) ?? "null";
  } catch (cause) {
    throw new ToolRunError("unserializable_result", `The tool "${name}" returned what JSON cannot say. Return a string, or plain data.`, { cause });
  }
}
