// One case inside one runtime: a shape in reads of one size, all contenders in the same process.
import { clock, least } from "./clock.mjs";
import { contenders } from "./contenders.mjs";
import { assertEqual, expected } from "./equal.mjs";
import { spread, takeTurns } from "./measure.mjs";
import { service } from "./service.mjs";
import { body } from "./streams.mjs";

/**
 * @param {{ shape: string, read: string, events: number, settings: import("./measure.mjs").Settings }} order
 * @returns {Promise<{ bytes: number, clock: string, contenders: Record<string, { ns: object, MBps: number }>, times: object } | { error: string }>}
 */
export async function runCase({ shape, read, events, settings }) {
  try {
    const bytes = body(shape, events);
    const runs = await verified(bytes, read);
    const times = await takeTurns(runs, { ...settings, sample: Math.max(settings.sample, least) });
    return { bytes: bytes.length, clock, contenders: Object.fromEntries(Object.entries(times).map(([name, each]) => [name, speed(each, events, bytes.length)])), ratios: ratios(times) };
  } catch (error) {
    return { error: String(error?.stack ?? error) };
  }
}

/** Every contender, ready to run, once it has read what was sent. */
export async function verified(bytes, read) {
  const runs = {};
  const answers = {};
  for (const [name, make] of Object.entries(contenders)) {
    runs[name] = make(service(bytes, read));
    answers[name] = await runs[name]();
  }
  assertEqual(answers, expected(bytes));
  return runs;
}

/** Milliseconds of an answer to nanoseconds of an event. */
function speed(times, events, bytes) {
  const ns = spread(times.map((ms) => (ms * 1e6) / events));
  return { ns: rounded(ns), MBps: Number(((bytes / events / ns.median) * 1000).toPrecision(3)) };
}

/** How many times longer each takes than `qwen-edge` and than its `text()`, in the same round. */
function ratios(times) {
  const against = (ours) => Object.fromEntries(Object.entries(times).map(([name, each]) => [name, rounded(spread(each.map((ms, round) => ms / times[ours][round])))]));
  return { chunks: against("qwen-edge"), text: against("qwen-edge text()") };
}

/** To three digits: there is no truth in more. */
function rounded(numbers) {
  return Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, Number(number.toPrecision(3))]));
}
