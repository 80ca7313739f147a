// What profilers write -> time by function.

const WASM = "the wasm";

/** CPU profiles of V8's form, in microseconds. @returns {Map<string, number>} */
export function ofV8(profiles) {
  const times = new Map();
  for (const { nodes, samples, timeDeltas } of profiles) {
    const names = new Map(nodes.map(({ id, callFrame }) => [id, named(callFrame)]));
    samples.forEach((id, at) => add(times, names.get(id), timeDeltas[at]));
  }
  times.delete("(idle)");
  return times;
}

/** A function and whose it is; the wasm's have no names. */
function named({ functionName, url }) {
  if (url.startsWith("wasm:") || functionName.startsWith(".wasm-function")) return WASM;
  const owner = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? (url.includes("/pkg/dist/") ? "qwen-edge" : url.includes("/benches/") ? "the benchmark" : url.startsWith("node:") ? "node" : "");
  return owner ? `${functionName || "(anonymous)"}, ${owner}` : functionName || "(anonymous)";
}

/** The profile of a Firefox, in samples: of the page's process, which is the one that has run most of the page's script. @returns {Map<string, number>} */
export function ofGecko(profile) {
  const threads = threadsOf(profile).map(ofThread);
  return threads.reduce((most, one) => (one.scripted > most.scripted ? one : most)).times;
}

function threadsOf({ threads, processes }) {
  return [...threads, ...processes.flatMap(threadsOf)];
}

function ofThread({ samples, stackTable, frameTable, stringTable }) {
  const times = new Map();
  let scripted = 0;
  for (const [stack] of samples.data) {
    const name = nearest(stack, stackTable.data, (frame) => stringTable[frameTable.data[frame][0]]);
    if (name.includes("/suite.js")) scripted += 1;
    // The thread sleeps in it.
    if (name !== "PollWrapper") add(times, name.includes("wasm-function") ? WASM : name.replace(/ \(.*/, ""), 1);
  }
  return { times, scripted };
}

/** The name of the innermost frame that has one: those of native code are addresses. */
function nearest(stack, stacks, nameOf) {
  for (let at = stack; at !== null && at !== undefined; at = stacks[at][0]) {
    const name = nameOf(stacks[at][1]);
    if (!name.startsWith("0x")) return name;
  }
  return "(native)";
}

function add(times, name, time) {
  times.set(name, (times.get(name) ?? 0) + time);
}
