import { QwenError } from "../errors.js";
import type { SchemaIssue } from "../types/schema.js";

/** Why a call could not be performed, or a run could not go on. */
export type ToolRunErrorCode = "unknown_tool" | "invalid_json" | "schema_mismatch" | "unserializable_result" | "too_many_rounds" | "length" | "content_filter";

/** What does not fit. Apart from the errors: printing one must not print what the model wrote. */
const allIssues = new WeakMap<object, readonly SchemaIssue[]>();

/**
 * A run of tools could not go on: `code` is "too_many_rounds", "unserializable_result" (a tool returned what JSON cannot
 * say; `cause` has the reason), or "length" or "content_filter" (the model was stopped in the middle of a call). In a
 * `tool_error` event: the model called a tool in a way that cannot be performed: "unknown_tool", "invalid_json",
 * "schema_mismatch".
 */
export class ToolRunError extends QwenError {
  static override readonly className = "ToolRunError";
  declare readonly code: ToolRunErrorCode;

  /** @internal */
  constructor(code: ToolRunErrorCode, message: string, { cause, issues = [] }: { cause?: unknown; issues?: readonly SchemaIssue[] } = {}) {
    super({ code, message, cause });
    allIssues.set(this, issues);
  }

  /** What in the arguments does not fit the schema. */
  get issues(): readonly SchemaIssue[] {
    return allIssues.get(this) ?? [];
  }
}
