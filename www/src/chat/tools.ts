/** The tools that run in this page: a clock, a weather table, a converter of units. */
import { tool, type RunnableTool } from "qwen-edge";
import { language, t } from "../i18n/index.js";
import { cityNamed, type City } from "./cities.js";
import { converted } from "./units.js";

/** Before a tool answers, in milliseconds: a pace that people can watch. */
const PACE = 700;

/** What a tool says instead of a result; the model is told it, and the visitor sees it. */
class CannotDo extends Error {}

/** The tools; what they say is in the page's language. Their descriptions speak both, whichever the question does. */
export function tools(): RunnableTool[] {
  const city = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
  return [
    tool<{ city: string }>({
      name: "get_weather",
      description: "The weather of a city. 城市的天气。",
      parameters: city,
      execute: async ({ city }, { signal }) => {
        const { sky, celsius } = await lookUp(city, signal);
        return { sky: t().tools.skies[sky], celsius, source: t().tools.table };
      },
    }),
    tool<{ city: string }>({
      name: "get_time",
      description: "The time of day in a city. 城市的时间，现在几点。",
      parameters: city,
      execute: async ({ city }, { signal }) => {
        const { zone } = await lookUp(city, signal);
        return { time: new Date().toLocaleTimeString(language(), { timeZone: zone, hour: "2-digit", minute: "2-digit" }), zone };
      },
    }),
    tool<{ value: number; from: string; to: string }>({
      name: "convert_units",
      description: "Converts a length, a mass or a temperature. 换算长度、质量或温度的单位。",
      parameters: { type: "object", properties: { value: { type: "number" }, from: { type: "string" }, to: { type: "string" } }, required: ["value", "from", "to"] },
      execute: async ({ value, from, to }, { signal }) => {
        await pause(signal);
        const result = converted(value, from, to);
        if (result === null) throw new CannotDo(t().tools.noUnits(from, to));
        return { [to]: Number(result.toPrecision(6)) };
      },
    }),
  ];
}

/** What the model is told of a tool that could not do what it should. */
export function whatToTell(error: unknown): string {
  return error instanceof CannotDo ? error.message : t().tools.failed;
}

async function lookUp(name: string, signal: AbortSignal): Promise<City> {
  await pause(signal);
  const city = cityNamed(name);
  if (!city) throw new CannotDo(t().tools.noCity(name));
  return city;
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, PACE);
    signal.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });
}
