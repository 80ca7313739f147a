// What the tests of the faults share: one question, its answer without a fault, and a reader that sees every read.
import { ROLE, eventsOf, service, system, user } from "./service.mjs";

const NOW = 1_764_500_101_000;
export const QUESTION = {
  model: "qwen-long",
  messages: [ROLE, system("The lighthouse of Ar-Men was built between 1867 and 1881. 灯塔 🗼"), user("When was the lighthouse built?")],
};
export const STREAM = { ...QUESTION, stream: true, stream_options: { include_usage: true } };

/** An emulator with these faults, whose clock stands still, so that answers differ by their request ids alone. */
export const faulty = (faults, options) => service({ now: () => NOW, faults: [faults].flat(), ...options });

/** What the service answers without a fault, to the request with this id. */
export async function rightAnswer(request, id) {
  const response = await faulty([]).chat(request);
  return (await response.text()).replaceAll(response.headers.get("x-request-id"), id);
}

/** The answer's events, as they stand on the wire. */
export const rightEvents = async (id, request = STREAM) => eventsOf(await rightAnswer(request, id)).map((data) => `data: ${data}\n\n`);

/** Half of an event or a body, as a fault halves it. */
export const half = (text) => text.slice(0, text.length / 2);

export const idOf = (response) => response.headers.get("x-request-id");

/** Reads to the end: the text, every read's length, and the error that ended it. */
export async function readAll(response) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const seen = { text: "", reads: [], error: null };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return seen;
      seen.reads.push(value.length);
      seen.text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    return { ...seen, error };
  }
}

/** Reads until nothing comes for 30 ms (must be so), then cancels: the text. */
export async function readUntilStall(response) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    let timer;
    const silence = new Promise((resolve) => (timer = setTimeout(resolve, 30, "silence")));
    const read = await Promise.race([reader.read(), silence]);
    clearTimeout(timer);
    if (read === "silence") break;
    if (read.done) throw new Error("the body ended");
    text += decoder.decode(read.value, { stream: true });
  }
  await reader.cancel();
  return text;
}

export const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
