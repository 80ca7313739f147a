/** Functions that the model may call (reference 13). */

/** A function the model may call. */
export interface Tool {
  type: "function";
  function: {
    /** Letters, digits, `_` and `-`, up to 64; not "search". */
    name: string;
    /** By this the model decides when to call it. */
    description?: string;
    /** A JSON Schema; default `{}`. */
    parameters?: Record<string, unknown>;
  };
}

/** Which function is called: the model decides ("auto"), none, or this one. There is no "required" (400). */
export type ToolChoice = "auto" | "none" | { type: "function"; function: { name: string } };

/** A call the model makes. `arguments` is JSON text as the model wrote it: it may be invalid. */
export interface ToolCall {
  /** Names the call in the tool's answer: `tool_call_id`. */
  id: string;
  type: "function";
  /** What is called, and with what. */
  function: { name: string; arguments: string };
  /** Its place among the calls of a stream. */
  index?: number;
}
