// What the cases of runs of tools share: a weather tool, calls as a model makes them, and services that make them.
import { chunk, ending } from "./wire.mjs";

export const ASKED = [{ role: "user", content: "Weather in Beijing?" }];
export const ANSWER = "It is sunny.";
export const BEIJING = { location: "Beijing" };

/** The last events of a round that calls tools (reference 13). */
export const CALLED = ending("tool_calls");

export const call = (id, name, args, index = 0) => ({ index, id, type: "function", function: { name, arguments: args } });

/** A whole round that calls tools, each in one chunk. */
export function calls(...all) {
  return chunk({ content: null, role: "assistant", tool_calls: all.map(([id, name, args], index) => call(id, name, args, index)) }) + CALLED;
}

export const BEIJING_CALL = calls(["call_1", "get_weather", JSON.stringify(BEIJING)]);

/** A schema by hand, as any library would offer it. */
export const place = {
  "~standard": {
    version: 1,
    vendor: "by hand",
    validate: (value) => (typeof value?.location === "string" ? { value } : { issues: [{ message: "must be a string", path: ["location"] }] }),
    jsonSchema: { input: () => ({ type: "object", properties: { location: { type: "string" } }, required: ["location"] }) },
  },
};

export function weather(execute = ({ location }) => `${location}: sunny`, more) {
  return { name: "get_weather", description: "The weather of one city.", parameters: place, execute, ...more };
}

/** Rounds as peers play them, byte-cut. */
export async function peerOf(env, ...rounds) {
  return env.peer({ answers: rounds.map((text) => ({ body: [{ text, cut: 97, pause: 0 }] })) });
}

export function running(peer, tools, options, params) {
  return peer.client().chat.completions.runTools({ model: "qwen-plus", messages: ASKED, tools, ...params }, options);
}

export async function eventsOf(run) {
  const events = [];
  for await (const one of run) events.push(one);
  return events;
}

export async function sent(peer) {
  return (await peer.seen()).requests.map(({ body }) => JSON.parse(body));
}

/** What the model was told as the results of the first round. */
export async function told(peer) {
  return (await sent(peer))[1].messages.filter(({ role }) => role === "tool").map(({ content }) => content);
}

/** A tool that says when it has begun, and ends when its signal says so, or never. */
export function slow({ heeds }) {
  const seen = { begun: 0, aborted: 0 };
  const tool = weather((_, { signal }) => {
    seen.begun += 1;
    return new Promise((_, reject) => signal.addEventListener("abort", () => ((seen.aborted += 1), heeds && reject(signal.reason))));
  });
  return { tool, seen };
}
