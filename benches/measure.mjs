// Times that can be compared on a machine that does other things, too: contenders take turns, round after round, and a ratio is that of one round.
import { now } from "./clock.mjs";

/**
 * @typedef {object} Settings
 * @property {number} rounds how often each contender is timed
 * @property {number} sample milliseconds that one timing should take at least: clocks of browsers and workerd tick in milliseconds
 * @property {number} warmUp milliseconds of running each contender before anything counts
 */

/** Whoever takes longer than so many samples for one run is timed in the first rounds alone. */
const SLOW = 5;
const ROUNDS_OF_THE_SLOW = 3;

/**
 * @param {Record<string, () => Promise<unknown>>} runs by contender
 * @param {Settings} settings
 * @returns {Promise<Record<string, number[]>>} by contender: milliseconds of one run, one number a round
 */
export async function takeTurns(runs, { rounds, sample, warmUp }) {
  const names = Object.keys(runs);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  const usual = {};
  for (const name of names) usual[name] = await warmedUp(runs[name], warmUp);
  for (let round = 0; round < rounds; round += 1)
    for (const name of turned(names, round)) {
      if (round >= ROUNDS_OF_THE_SLOW && usual[name] > SLOW * sample) continue;
      times[name].push(await timed(runs[name], Math.max(1, Math.ceil(sample / usual[name]))));
    }
  return times;
}

/** Runs until its engine has optimized it, for `warmUp` ms; milliseconds of a run of the second half. */
async function warmedUp(run, warmUp) {
  await timed(run, 1);
  const time = await average(run, warmUp / 2);
  return warmUp > time ? average(run, warmUp / 2) : time;
}

async function average(run, length) {
  const start = now();
  let count = 0;
  do {
    await run();
    count += 1;
  } while (now() - start < length);
  return Math.max((now() - start) / count, 0.001);
}

/** Milliseconds of one of `repeat` runs, one after the other. */
async function timed(run, repeat) {
  const start = now();
  for (let count = 0; count < repeat; count += 1) await run();
  return (now() - start) / repeat;
}

/** Nobody always comes after the same neighbour, whose garbage is collected in its turn. */
function turned(names, round) {
  const first = round % names.length;
  return [...names.slice(first), ...names.slice(0, first)];
}

/** The middle of some numbers, and where nine tenths of them lie above and below. */
export function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (part) => sorted[Math.round(part * (sorted.length - 1))];
  return { median: at(0.5), p10: at(0.1), p90: at(0.9) };
}
