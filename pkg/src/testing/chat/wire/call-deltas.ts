import { firstHalf } from "../../half.js";
import type { CallStyle } from "../model.js";
import type { ToolCall } from "../tools/calls.js";
import type { Delta } from "./choice.js";

/** The deltas of tool calls, one call after the other (reference 13). */
export function callDeltas(calls: readonly ToolCall[], style: CallStyle): Delta[] {
  return calls.flatMap((call, index) => deltasOf(call, index, style));
}

/** What comes after the last of them: nothing, in another key order. */
export function emptyCall(calls: readonly ToolCall[], style: CallStyle): Delta {
  const index = calls.length - 1;
  const id = style === "repeating" ? (calls[index]?.id ?? "") : "";
  return { tool_calls: [{ function: { arguments: "" }, index, id, type: "function" }] };
}

function deltasOf({ id, name, arguments: json }: ToolCall, index: number, style: CallStyle): Delta[] {
  const early = style === "eager" ? json.slice(0, json.indexOf(":") + 1) : "";
  const opening = { name, arguments: style === "repeating" ? null : early };
  const rest = json.slice(early.length);
  const half = firstHalf(rest);
  const texts = [half, rest.slice(half.length)].filter((text) => text !== "");
  const again = style === "repeating" ? id : "";
  return [
    { content: null, tool_calls: [{ index, id, type: "function", function: opening }] },
    ...texts.map((text) => ({ content: null, tool_calls: [{ index, id: again, type: "function", function: { arguments: text } }] })),
  ];
}
