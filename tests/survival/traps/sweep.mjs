// One scenario, again and again in one process: with the first export call failing, then the second, and so on to the last, in every way of
// failing. Prints one line of JSON: how many export calls there are, in how many runs the scenario failed, and what was wrong.
import { arm, disarm, FAILURES } from "./trapping.mjs";
import * as lib from "qwen-edge";
import { chunk, ending, wholeAnswer } from "../../runtime/wire.mjs";
import { neighbours } from "./neighbours.mjs";
import { scenarios } from "./scenarios.mjs";
import { Service } from "./service.mjs";

/** Whoever waits longer hangs, in ms: nothing here waits for anything but its own turn. */
const HANGS = 2000;
/** After so many, the rest would say the same. */
const ENOUGH = 12;
const WAYS = { trap: { failure: FAILURES.trap, after: false }, "trap at the end": { failure: FAILURES.trap, after: true }, "stack overflow": { failure: FAILURES.overflow, after: false } };

const scenario = scenarios[process.argv[2]];
const service = new Service();
const world = { qwen: new lib.Qwen({ apiKey: "sk-test", fetch: service.fetch, maxRetries: 1 }), service, lib };
const { signal, listeners } = countedSignal();
const options = { signal };
const uncaught = [];
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, (error) => uncaught.push(`${event}: ${error?.stack ?? error}`));

service.on("scenario", scenario.answer);
service.on("", scenario.upload ?? scenario.answer);
service.on("next", (_, at, gone) => at.json(JSON.parse(wholeAnswer("next")), gone));
service.on("next stream", (_, at, gone) => at.stream([chunk({ content: "next" }), ending()], gone));

const expected = JSON.stringify(await scenario.run(world, options));
const result = { calls: 0, runs: 0, failed: 0, problems: [] };
await run(0, "trap");
for (const way of Object.keys(WAYS)) for (let at = 1; result.problems.length < ENOUGH && (await run(at, way)); at += 1);
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);

/** Lets the `at`-th export call fail and notes what came of it; whether there is such a call. */
async function run(at, way) {
  const { fired, failed, problems } = await outcomeOf(at, way);
  if (problems.length > 0) result.problems.push(`${way} at export call ${at}: ${problems.join("; ")}`);
  if (!fired) return false;
  result.calls = Math.max(result.calls, at);
  result.runs += 1;
  if (failed) result.failed += 1;
  return true;
}

/** Runs the scenario beside its neighbours, the `at`-th export call failing. */
async function outcomeOf(at, way) {
  const begun = await settled(neighbours(world, options));
  if (begun.error) return { fired: false, failed: true, problems: [`the neighbours cannot begin: ${told(begun)}`] };
  const around = begun.value;
  arm(at, WAYS[way]);
  const own = await settled(scenario.run(world, options));
  const { fired, misuse } = disarm();
  const problems = [];
  if (own.error ? !isVictim(own.error, way) : JSON.stringify(own.value) !== expected) problems.push(`it ended with ${told(own)}`);
  around.wake();
  for (const [name, promise] of Object.entries(around.outcomes)) {
    const end = await settled(promise);
    if (fired ? !isNeighbour(end.error) : end.error) problems.push(`${name} beside it ended with ${told(end)}`);
  }
  const gone = await settled(around.leave());
  if (gone.error) problems.push(`the neighbours cannot leave: ${told(gone)}`);
  for (const model of ["next", "next stream"]) {
    const end = await settled(next(model));
    if (end.value !== "next") problems.push(`the ${model} after it ended with ${told(end)}`);
  }
  await new Promise(setImmediate);
  return { fired, failed: own.error !== undefined, problems: [...problems, ...left(misuse())] };
}

/** What a run has left behind. */
function left(misuse) {
  const timers = process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const things = [...uncaught.splice(0), ...[...service.open].map(({ what }) => `left open: ${what}`)];
  if (misuse.length > 0) things.push(`${misuse.length} forbidden export calls, the first: ${misuse[0]}`);
  if (listeners.size > 0) things.push(`${listeners.size} listeners are left on the caller's signal`);
  if (timers > 0) things.push(`${timers} timers are left`);
  service.open.clear();
  listeners.clear();
  return things;
}

/** A new call of the same client. */
async function next(model) {
  const answer = await world.qwen.chat.completions.create({ model, messages: [{ role: "user", content: "?" }], stream: model === "next stream" });
  return model === "next stream" ? answer.finalContent() : answer.choices[0].message.content;
}

/** Its cause is what wasm has thrown; or, where it was thrown into a `catch` of the glue, what became of it there. */
function isVictim(error, way) {
  const kinds = [way === "stack overflow" ? RangeError : WebAssembly.RuntimeError, WebAssembly.RuntimeError];
  return error instanceof lib.QwenError && error.code === "core_failed" && kinds.some((kind) => error.cause?.constructor === kind);
}

function isNeighbour(error) {
  return error instanceof lib.APIConnectionError && error.code === "core_reset";
}

/** What a promise brings, as a value or an error; one that hangs has an error, too. Its timer is gone when it ends. */
async function settled(promise) {
  let timer;
  const hung = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`it hangs: nothing for ${HANGS} ms`)), HANGS)));
  try {
    return { value: await Promise.race([promise, hung]) };
  } catch (error) {
    return { error: error ?? new Error("nothing was thrown") };
  } finally {
    clearTimeout(timer);
  }
}

function told({ value, error }) {
  if (error === undefined) return String(JSON.stringify(value)).slice(0, 100);
  return `${error.name}${error.code === undefined ? "" : ` (${error.code})`}: ${error.message}${error.cause ? ` <- ${error.cause}` : ""}`;
}

/** A signal that counts the listeners that stand on it. */
function countedSignal() {
  const { signal } = new AbortController();
  const listeners = new Set();
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  signal.addEventListener = (type, listener, how) => (listeners.add(listener), addEventListener.call(signal, type, listener, how));
  signal.removeEventListener = (type, listener, how) => (listeners.delete(listener), removeEventListener.call(signal, type, listener, how));
  return { signal, listeners };
}
