/** Tools that run: their definitions, and what is told of a run. */
import type { RequestOptions } from "../options.js";
import type { ChatCompletion, ChatParams, FinishReason, Usage } from "./chat.js";
import type { JSONSchema, StandardSchema } from "./schema.js";

/** What a tool is given besides its arguments. */
export interface ToolContext {
  /** Aborted with the run. */
  readonly signal: AbortSignal;
  /** The model's id of this call. */
  readonly toolCallId: string;
}

/** A function that the model may call, and its code (reference 13). Made by {@link tool}, which infers the arguments' type. */
export interface RunnableTool<Args = unknown> {
  /** Letters, digits, `_` and `-`, at most 64; not "search". */
  name: string;
  /** For the model: what it does, and when to call it. */
  description?: string | undefined;
  /** What the arguments must fit: a Standard Schema or JSON Schema. Default: an object of anything. */
  parameters?: StandardSchema | JSONSchema | undefined;
  /** What the model is shown in place of `parameters`: needed where the schema's library cannot say it as JSON Schema. */
  jsonSchema?: JSONSchema | undefined;
  /**
   * Performs a call whose arguments fit. A string that it returns is the model's as it is; anything else, and an empty string,
   * as JSON, nothing as "null".
   */
  execute(args: Args, context: ToolContext): unknown;
}

/** The keys of `T` but `Keys`, also where `T` allows any key. */
type Without<T, Keys> = { [Key in keyof T as Key extends Keys ? never : Key]: T[Key] };

/** Parameters of a run: those of a chat request, with tools that run. */
export interface RunToolsParams extends Without<ChatParams, "tools"> {
  /** What the model may call; at least one, made by `tool()`. */
  tools: readonly RunnableTool[];
  /** Every round is streamed, whether this says so or not. */
  stream?: true;
}

/** Options of a run; those of a call hold for each round. */
export interface RunToolsOptions extends RequestOptions {
  /** The most requests to the model. Where it still calls tools in the last, the run fails (`code: "too_many_rounds"`). Default 10. */
  maxRounds?: number | undefined;
  /** Whether the calls of one round are performed at once; else one after another, in the model's order. Default true. */
  parallel?: boolean | undefined;
  /**
   * Gives what the model is told of a tool that threw. Default: that it failed, and nothing of the error: its message may
   * hold what no model should repeat. An empty text stands for the default. What this throws ends the run.
   */
  onToolError?: ((error: unknown, call: { id: string; name: string }) => string | Promise<string>) | undefined;
}

/** What has been done so far. */
export interface ToolRunTally {
  /** Requests to the model that have been answered. */
  rounds: number;
  /** Calls that the model has made. */
  toolCalls: number;
  /** Those of them that could not be performed, or failed. */
  toolErrors: number;
  /** Tokens of all rounds together, where the service has told them. */
  usage?: Pick<Usage, "prompt_tokens" | "completion_tokens" | "total_tokens">;
}

/** How a run ended. */
export interface ToolRunEnd extends ToolRunTally {
  /**
   * "complete": the model has answered; "length", "content_filter": its last answer was stopped; "aborted": by the caller,
   * or by leaving the loop; "error": everything else.
   */
  state: "complete" | "length" | "content_filter" | "aborted" | "error";
  /** Of the last answer; null where there is none. */
  finish_reason: FinishReason | null;
  /** What iterating throws. */
  error?: unknown;
}

/** What happens in a run, for a user interface. */
export type ToolRunEvent =
  /** The model is asked, for the `round`th time. */
  | { type: "round"; round: number }
  /** The model thinks. */
  | { type: "reasoning"; text: string }
  /** The model answers. */
  | { type: "text"; text: string }
  /** The model calls a tool; `arguments` is JSON text as it wrote it. */
  | { type: "tool_call"; id: string; name: string; arguments: string }
  /** What the tool returned. */
  | { type: "tool_result"; id: string; name: string; result: unknown }
  /**
   * The call could not be performed ({@link ToolRunError}: "unknown_tool", "invalid_json", "schema_mismatch"), or the tool
   * threw `error`; `told` is what the model is told instead of a result.
   */
  | { type: "tool_error"; id: string; name: string; error: unknown; told: string }
  /** The model has answered, and calls no tool. Always the last. */
  | { type: "end"; end: ToolRunEnd; completion: ChatCompletion };
