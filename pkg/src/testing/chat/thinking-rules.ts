import { inferenceError } from "../errors.js";
import type { Fields } from "./json.js";
import type { Message } from "./message-rules.js";
import type { Model } from "./model.js";

/** What a request says of thinking. */
export interface Thought {
  thinks: boolean;
  /** Most tokens of it. */
  budget: number;
  /** Whether the thinking in the history is read (reference 6). */
  preserves: boolean;
}

/** Most tokens of thinking: the reference says that there is a limit for each model, not which. */
export const MOST_THINKING = 81_920;

/** Throws the service's 400 (reference 5.5, 6). */
export function thoughtOf(body: Fields, model: Model, modelName: string, messages: readonly Message[]): Thought {
  const thinks = checkWish(body, model, modelName);
  const budget = body["thinking_budget"] ?? MOST_THINKING;
  if (!(Number.isInteger(budget) && Number(budget) > 0 && Number(budget) <= MOST_THINKING)) {
    throw inferenceError(`The thinking_budget parameter must be a positive integer and not greater than ${MOST_THINKING}`);
  }
  return {
    thinks: thinks && !switchedOff(model, messages),
    budget: Number(budget),
    preserves: (body["preserve_thinking"] ?? model.preservesThinking) === true,
  };
}

function checkWish(body: Fields, model: Model, modelName: string): boolean {
  const { enable_thinking: wish, stream } = body;
  if (model.thinking === "never" && wish === true) {
    throw inferenceError(`The model ${modelName} does not support enable_thinking.`, "InvalidParameter.NotSupportEnableThinking");
  }
  if (model.thinking === "always" && wish === false) {
    throw inferenceError("The value of the enable_thinking parameter is restricted to True.");
  }
  const thinks = model.thinking === "always" || (model.thinking !== "never" && (wish ?? model.thinking === "on") === true);
  if (thinks && stream !== true && !model.thinksAtOnce) {
    throw inferenceError(
      model.newerStack
        ? "parameter.enable_thinking only support stream call"
        : "parameter.enable_thinking must be set to false for non-streaming calls",
    );
  }
  return thinks;
}

/** The last switch in the last user message counts. */
function switchedOff({ obeysSwitches }: Model, messages: readonly Message[]): boolean {
  const asked = messages.filter(({ role }) => role === "user").at(-1)?.text ?? "";
  return obeysSwitches && asked.match(/\/(?:no_)?think\b/g)?.at(-1) === "/no_think";
}
