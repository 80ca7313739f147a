// Makes the package's wasm fail at a chosen call. Import it before `qwen-edge`: it stands between the glue and every instance from then on.
//
// The failures are true ones, thrown by wasm: a trap at an `unreachable`, and the stack's end. What a failure leaves behind is never the
// same, so each can come before the chosen call has done anything, or after it has done everything.
import { readFileSync } from "node:fs";
import { eachInstance } from "../instances.mjs";

/** (module (func (export "trap") unreachable) (func $again (export "overflow") call $again)) */
const MODULE = Uint8Array.of(
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
  0x01, 0x04, 0x01, 0x60, 0x00, 0x00, // one type: nothing to nothing
  0x03, 0x03, 0x02, 0x00, 0x00, // two functions
  0x07, 0x13, 0x02, 0x04, ...Buffer.from("trap"), 0x00, 0x00, 0x08, ...Buffer.from("overflow"), 0x00, 0x01,
  0x0a, 0x0a, 0x02, 0x03, 0x00, 0x00, 0x0b, 0x04, 0x00, 0x10, 0x01, 0x0b,
);

/** How wasm fails: `trap` throws a WebAssembly.RuntimeError, `overflow` a RangeError. */
export const FAILURES = /** @type {Record<"trap" | "overflow", () => never>} */ (new WebAssembly.Instance(new WebAssembly.Module(MODULE)).exports);

/** The two modules of the core and the gateway's, by what this build has called their exports. */
const MODULES = [glueOf("start", 2), glueOf("late", 3), glueOf("gateway", 0)];

/** All exports of a module, those that make an object of the core, and those that free one. */
function glueOf(module, classes) {
  const [glue, wasm] = ["core.js", "core_bg.wasm"].map((file) => readFileSync(new URL(`../../../pkg/src/generated/${module}/${file}`, import.meta.url)));
  const all = WebAssembly.Module.exports(new WebAssembly.Module(wasm)).map(({ name }) => name);
  const namesIn = (pattern) => new Set([...glue.toString().matchAll(pattern)].map(([, name]) => name));
  const makes = namesIn(/\bconstructor\([^)]*\) \{[^]*?\bret = wasm\.(\w+)\(/g);
  const frees = namesIn(/\bfree\(\) \{[^}]*?\bwasm\.(\w+)\(ptr, 0\)/g);
  for (const names of [makes, frees]) if (names.size !== classes) throw new Error(`the glue looks different: ${[...names]} is not one export for each of ${classes} classes of ${module}`);
  return { all: String(all), makes, frees };
}

/** The module of an instance, by its exports, of which no two have the same; undefined for one that is not ours, such as that of Node's fetch. */
function moduleOf(exports) {
  return MODULES.find(({ all }) => all === String(Object.keys(exports)));
}

/** @type {{ at: number, failure: () => never, after: boolean } | undefined} */
let plan;
let calls = 0;
let fired = false;
/** @type {string[]} */
let misuse = [];
/** Instances that have failed. */
let dead = new WeakSet();

/** Lets the `at`-th export call from now on fail; 0 lets all pass. What has been before is forgotten. */
export function arm(at, { failure, after }) {
  plan = { at, failure, after };
  [calls, fired, misuse, dead] = [0, false, [], new WeakSet()];
}

/**
 * Lets everything pass again. `fired` says whether the failure has come, `misuse()` every call so far that no instance may
 * get: one after its failure, or the freeing of what it has not made.
 */
export function disarm() {
  plan = undefined;
  return { fired, misuse: () => misuse };
}

/**
 * Turns of the microtask queue after which an instance that has failed gets no more calls. What is on the stack may unwind; and a
 * promise's constructor swallows what its executor throws, so that whoever awaits the promise learns of it a little later.
 */
const NOTICED = 8;

async function afterTurns(count) {
  for (let turn = 0; turn < count; turn += 1) await undefined;
}

/** Puts the exports of `instance` behind the plan. */
function disguise(instance) {
  const module = moduleOf(instance.exports);
  if (!module) return instance;
  const traits = { ...module, made: new Set() };
  const exports = Object.fromEntries(
    Object.entries(instance.exports).map(([name, value]) => [name, typeof value === "function" ? guarded(instance, name, value, traits) : value]),
  );
  return Object.defineProperty(instance, "exports", { value: exports });
}

function guarded(instance, name, call, { makes, frees, made }) {
  const perform = (...args) => {
    const result = call(...args);
    if (makes.has(name)) made.add(result);
    return result;
  };
  return (...args) => {
    if (dead.has(instance)) misuse.push(`export ${name} of an instance that has failed`);
    if (frees.has(name) && !made.delete(args[0])) misuse.push(`export ${name} frees ${args[0]}, which this instance has not made`);
    if (++calls !== plan?.at) return perform(...args);
    fired = true;
    void afterTurns(NOTICED).then(() => dead.add(instance));
    if (plan.after) perform(...args);
    return plan.failure();
  };
}

eachInstance(disguise);
