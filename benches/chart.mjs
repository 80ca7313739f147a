// The README's picture: time per event on Node, each contender a dot, on a logarithmic axis. Drawn by hand, readable on light and on dark ground.

const CONTENDERS = ["qwen-edge text()", "qwen-edge", "eventsource-parser", "openai", "ai"];
const LABELS = { "eventsource-parser": "eventsource-parser + JSON.parse", ai: "ai (streamText)" };
const READS = { "64 KiB": "Network reads of 64 KiB", "4 KiB": "Network reads of 4 KiB", "one event": "One event a read" };
const SHAPE = "English";

const WIDTH = 720;
const LEFT = 236;
const RIGHT = 64;
const ROW = 22;
const PANEL = 34;
const TOP = 46;
const AXIS = 58;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 15px; } .panel { font-weight: 600; } .small { font-size: 11.5px; fill: #59636e; }
  .grid { stroke: #d1d9e0; } .stem { stroke: #8c959f; } .dot { fill: #6e7781; } .ours { fill: #0a5fd6; } .whisker { stroke-width: 2; stroke: #6e7781; } .whisker.ours { stroke: #0a5fd6; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .small { fill: #9198a1; } .grid { stroke: #3d444d; } .stem { stroke: #59636e; } .dot { fill: #9198a1; } .ours { fill: #6cb0ff; } .whisker { stroke: #9198a1; } .whisker.ours { stroke: #6cb0ff; }
  }`;

/** @returns {string} an SVG */
export function chart(results) {
  const cases = Object.keys(READS).map((read) => results.speed.find((one) => one.runtime === "Node" && one.shape === SHAPE && one.read === read && one.events === results.events));
  const axis = scale(cases.flatMap(({ contenders }) => CONTENDERS.flatMap((name) => Object.values(contenders[name].ns))));
  const panelHeight = PANEL + CONTENDERS.length * ROW;
  const bottom = TOP + cases.length * panelHeight + 8;
  const panels = cases.map((one, at) => panel(one, axis, TOP + at * panelHeight));
  const height = bottom + AXIS;
  const title = `Time per streamed event on Node ${results.versions.Node}: less is faster`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${title}">
<style>${STYLE}
</style>
${text(12, 24, title, "title")}
${ticks(axis, bottom)}
${panels.join("\n")}
${text((LEFT + WIDTH - RIGHT) / 2, bottom + 36, "time per event, logarithmic; the dot is the median, the line spans the tenths (p10 to p90)", "small", "middle")}
${text(12, bottom + 52, `${SHAPE} text, ${Math.round(cases[0].bytes / cases[0].events)} bytes an event · ${results.machine.cpu} · ${cases[0].date.slice(0, 10)} · cargo xtask bench`, "small")}
</svg>
`;
}

function panel({ read, contenders }, axis, top) {
  const rows = CONTENDERS.map((name, at) => row(name, contenders[name].ns, axis, top + PANEL + at * ROW));
  return [text(12, top + PANEL - 18, READS[read], "panel"), ...rows].join("\n");
}

function row(name, { median, p10, p90 }, axis, y) {
  const ours = name.startsWith("qwen-edge") ? " ours" : "";
  const [x, from, to] = [median, p10, p90].map(axis.x);
  return `<line class="stem" stroke-dasharray="1 3" x1="${LEFT}" x2="${x}" y1="${y}" y2="${y}"/>
<line class="whisker${ours}" x1="${from}" x2="${to}" y1="${y}" y2="${y}"/><circle class="dot${ours}" cx="${x}" cy="${y}" r="5"/>
${text(LEFT - 10, y + 4, LABELS[name] ?? name, "", "end")}${text(Math.max(x, to) + 10, y + 4, told(median), "small")}`;
}

/** A logarithmic axis that begins and ends at 1, 2 or 5 of a power of ten. */
function scale(numbers) {
  const steps = [1, 2, 3, 4, 5].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power));
  const first = steps.findLast((step) => step <= Math.min(...numbers));
  const last = steps.find((step) => step >= Math.max(...numbers));
  const x = (value) => Math.round((LEFT + (Math.log(value / first) / Math.log(last / first)) * (WIDTH - RIGHT - LEFT)) * 10) / 10;
  return { x, marks: steps.filter((step) => step >= first && step <= last) };
}

function ticks({ x, marks }, bottom) {
  return marks.map((mark) => `<line class="grid" x1="${x(mark)}" x2="${x(mark)}" y1="${TOP}" y2="${bottom}"/>${text(x(mark), bottom + 16, told(mark), "small", "middle")}`).join("\n");
}

function told(ns) {
  return ns < 1000 ? `${Math.round(ns)} ns` : `${Number((ns / 1000).toPrecision(2))} µs`;
}

function text(x, y, words, kind, anchor = "start") {
  return `<text x="${x}" y="${y}"${kind && ` class="${kind}"`}${anchor === "start" ? "" : ` text-anchor="${anchor}"`}>${words.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</text>`;
}
