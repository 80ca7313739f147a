import { QwenError } from "../errors.js";
import type { ChatCompletion } from "../types/chat.js";
import type { SchemaIssue } from "../types/schema.js";

/** Why an answer is not the value that was asked for. */
export type ParseErrorCode = "invalid_json" | "schema_mismatch" | "refusal" | "length" | "content_filter";

interface Found {
  completion: ChatCompletion;
  issues: readonly SchemaIssue[];
}

/** What was found. Apart from the errors: printing one must not print the model's text. */
const found = new WeakMap<object, Found>();

/**
 * `chat.completions.parse` got an answer that is not the value asked for: `code` is "invalid_json", "schema_mismatch",
 * "refusal", or "length" or "content_filter" where the model was stopped.
 */
export class ParseError extends QwenError {
  static override readonly className = "ParseError";
  declare readonly code: ParseErrorCode;

  /** @internal */
  constructor(code: ParseErrorCode, message: string, completion: ChatCompletion, issues: readonly SchemaIssue[] = []) {
    super({ code, message });
    found.set(this, { completion, issues });
  }

  /** The answer as it came. */
  get completion(): ChatCompletion | undefined {
    return found.get(this)?.completion;
  }

  /** What in the answer does not fit the schema, where `code` is "schema_mismatch". */
  get issues(): readonly SchemaIssue[] {
    return found.get(this)?.issues ?? [];
  }
}
