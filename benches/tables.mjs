// A result as text for a terminal.
import { isMet, measured, TARGETS } from "./targets.mjs";

/** Everything that was measured. */
export function tables(results) {
  const runtimes = [...new Set(results.speed.map(({ runtime }) => runtime))];
  const parts = [...runtimes.map((runtime) => speed(runtime, results)), runtimes.includes("Node") && targets(results), ahead(runtimes, results)];
  if (results.start) parts.push(starts(results.start), through(results.gateway), held(results.memory), sizes(results.sizes));
  return parts.filter(Boolean).join("\n\n");
}

function speed(runtime, { speed, versions }) {
  const cases = speed.filter((one) => one.runtime === runtime);
  const names = Object.keys(cases[0].contenders);
  const line = ({ shape, read, events, bytes, contenders }) => [
    `${shape}, ${read}${events < 1000 ? `, ${events} events` : ""}`,
    String(Math.round(bytes / events)),
    ...names.map((name) => `${short(contenders[name].ns.median)} (${spreadOf(contenders[name].ns)})`),
  ];
  return grid(`${runtime} ${versions[runtime]}: ns an event, the middle of the runs (and half of what lies between their tenths, in %)`, ["shape, read", "bytes", ...names], cases.map(line));
}

/** Half the distance of the outer tenths in percent of the median. */
function spreadOf({ median, p10, p90 }) {
  return `±${Math.round((50 * (p90 - p10)) / median)}`;
}

function targets(results) {
  const line = (target) => {
    const byShape = measured(target, results, "Node");
    return [
      `${target.ours === "text" ? "text()" : "chunks"}, ${target.read}, against ${target.peer}`,
      target.atMost ? `at most ${target.atMost}` : `${target.times}`,
      ...Object.values(byShape).map((ratio) => `${short(ratio)}${isMet(target, ratio) ? " yes" : " no"}`),
    ];
  };
  return grid("Node: times as long as qwen-edge (as dropping the bytes, in the last line), against the targets", ["", "target", ...Object.keys(measured(TARGETS[0], results, "Node"))], TARGETS.map(line));
}

function ahead(runtimes, results) {
  const peers = ["openai", "eventsource-parser"];
  const least = (runtime, peer) => {
    const cases = results.speed.filter((one) => one.runtime === runtime);
    const worst = cases.reduce((least, one) => (one.ratios.chunks[peer].median < least.ratios.chunks[peer].median ? one : least));
    return `${short(worst.ratios.chunks[peer].median)} (${worst.shape}, ${worst.read})`;
  };
  return grid("The least favourable case: times as long as qwen-edge's chunks", ["", ...peers], runtimes.map((runtime) => [runtime, ...peers.map((peer) => least(runtime, peer))]));
}

function starts(start) {
  const line = ({ runtime, form, clients, ratio }) => [
    `${runtime}, ${form}`,
    ...["qwen-edge", "openai"].flatMap((name) => [clients[name].imported, clients[name].answered].map(({ median }) => median.toFixed(1))),
    short(ratio.median),
  ];
  return grid("Start-up: ms until imported, until the first call is answered", ["", "qwen-edge", "answered", "openai", "answered", "times"], start.map(line));
}

function through({ streams, events, cpuSeconds, ratio }) {
  const lines = Object.entries(cpuSeconds).map(([name, { median }]) => [name, median.toFixed(2)]);
  return grid(`workerd, ${streams} streams of ${events} events at once: CPU seconds (${short(ratio.median)} times)`, ["", "seconds"], lines);
}

function held(memory) {
  const line = ({ what, amount, pages: { before, early, after } }) => [`${what}, ${amount}${amount < 1000 ? " MB" : " events"}`, ...[before, early, after].map(String)];
  return grid("Linear memory, in pages of 64 KiB: before, after a tenth of a stream, after", ["", "before", "a tenth", "after"], memory.map(line));
}

function sizes(sizes) {
  return grid("Bytes, minified", ["", "raw", "gzip -9", "brotli"], Object.entries(sizes).map(([name, { raw, gzip, brotli }]) => [name, raw, gzip, brotli].map(String)));
}

/** Three digits. */
function short(number) {
  return number >= 1000 ? Math.round(number).toLocaleString("en") : String(Number(number.toPrecision(3)));
}

/** Columns under a title: the first to the left, numbers to the right. */
function grid(title, head, lines) {
  const all = [head, ...lines];
  const widths = head.map((_, column) => Math.max(...all.map((cells) => cells[column].length)));
  const row = (cells) => cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join("  ");
  return [title, ...all.map(row)].join("\n");
}
