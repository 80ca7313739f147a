/** The messages of a request, by role (reference 2.2). Any other role, such as "developer", is refused by the service. */
import type { ContentPart, TextPart } from "./parts.js";
import type { ToolCall } from "./functions.js";

/** What the model shall be, or a document for Qwen-Long (reference 7). An array only where a part is cached. Not for Qwen-MT. */
export interface SystemMessage {
  role: "system";
  content: string | TextPart[];
}

/** The one who asks. */
export interface UserMessage {
  role: "user";
  /** Text, or parts: text beside images, video or sound. */
  content: string | ContentPart[];
}

/** The model. */
export interface AssistantMessage {
  role: "assistant";
  /** May be empty or null beside `tool_calls` and `audio`. */
  content?: string | TextPart[] | null;
  /** The calls it made. A tool's message for each comes next. */
  tool_calls?: ToolCall[];
  /** On the last message: its content is the beginning of the answer, which the model goes on with (reference 15). */
  partial?: boolean;
  /** Only read by models with `preserve_thinking` (reference 6). */
  reasoning_content?: string | null;
  /** A spoken answer, as it came: it is sent as text alone (reference 19), its `transcript` where `content` is empty. */
  audio?: { transcript?: string; [part: string]: unknown } | null;
}

/** A tool's result. Comes after the assistant's message that holds the call. */
export interface ToolMessage {
  role: "tool";
  /** The `id` of the call. */
  tool_call_id: string;
  /** Text: JSON must be stringified. An array only where a part is cached. */
  content: string | TextPart[];
}

/** One message of a request. */
export type ChatMessage = SystemMessage | UserMessage | AssistantMessage | ToolMessage;
