/** Functions that the model may call (reference 13). */

/** A function the model may call. */
export interface Tool {
  type: "function";
  function: {
    /** Letters, digits, `_` and `-`, up to 64; not "search". */
    name: string;
    description?: string;
    /** A JSON Schema; default `{}`. */
    parameters?: Record<string, unknown>;
  };
}

/** Which function is called: the model decides ("auto"), none, or this one. There is no "required" (400). */
export type ToolChoice = "auto" | "none" | { type: "function"; function: { name: string } };

/** A call the model makes. `arguments` is JSON text as the model wrote it: it may be invalid. */
export interface ToolCall {
  id: string;
  type: "function";
  function: { name: string; arguments: string };
  index?: number;
}
