import { inferenceError } from "../errors.js";
import { type Fields, isObject } from "./json.js";
import type { Model } from "./model.js";

const STRATEGIES = ["turbo", "max", "agent", "agent_max"];
const FRESHNESS = [7, 30, 180, 365];
const MOST_SITES = 25;

/**
 * The strategy of the web search that a body asks for; null for none. Throws the service's 400 (reference 20): one text is
 * documented (5.5), the others are the emulator's own.
 */
export function searchOf(body: Fields, model: Model): string | null {
  if (body["enable_search"] !== true) return null;
  if (model.search === "none") throw inferenceError("This model does not support enable_search.");
  if (model.omni && Array.isArray(body["tools"]) && body["tools"].length > 0) throw inferenceError("The tool call is not supported.");
  const options = body["search_options"] ?? {};
  if (!isObject(options)) throw inferenceError("'search_options' must be Object");
  const strategy = options["search_strategy"] ?? "turbo";
  if (typeof strategy !== "string" || !STRATEGIES.includes(strategy)) {
    throw inferenceError(`search_strategy should be one of [${STRATEGIES.join(", ")}]`);
  }
  if (strategy.startsWith("agent") && model.search !== "agent") throw inferenceError(`This model does not support search_strategy ${strategy}.`);
  checkTurbo(options, strategy);
  return strategy;
}

/** What only the default strategy takes. */
function checkTurbo({ freshness, assigned_site_list: sites }: Fields, strategy: string): void {
  const given = [freshness, sites].some((value) => value !== undefined && value !== null);
  if (given && strategy !== "turbo") throw inferenceError("freshness and assigned_site_list are only supported by search_strategy turbo.");
  if (freshness !== undefined && freshness !== null && !FRESHNESS.some((days) => days === freshness)) {
    throw inferenceError(`freshness should be one of [${FRESHNESS.join(", ")}]`);
  }
  const listed = Array.isArray(sites) && sites.every((site) => typeof site === "string");
  if (sites !== undefined && sites !== null && !(listed && sites.length <= MOST_SITES)) {
    throw inferenceError(`assigned_site_list should be a list of at most ${MOST_SITES} texts`);
  }
}
