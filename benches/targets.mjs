// What the project has set itself (issue 5), and where a result stands: medians of Node's ratios.

/** How many times longer the peer must take. */
export const TARGETS = [
  { read: "64 KiB", ours: "chunks", peer: "openai", times: 15 },
  { read: "4 KiB", ours: "chunks", peer: "openai", times: 12 },
  { read: "one event", ours: "chunks", peer: "openai", times: 4 },
  { read: "64 KiB", ours: "chunks", peer: "eventsource-parser", times: 3 },
  { read: "4 KiB", ours: "chunks", peer: "eventsource-parser", times: 2.5 },
  { read: "one event", ours: "chunks", peer: "eventsource-parser", times: 1.3 },
  { read: "64 KiB", ours: "text", peer: "openai", times: 25 },
  { read: "64 KiB", ours: "text", peer: "bytes dropped", atMost: 1.6 },
];

/** The ratios of one target by shape, in one runtime. For `atMost` it is we who take so many times longer. */
export function measured({ read, ours, peer, atMost }, results, runtime) {
  const cases = results.speed.filter((one) => one.runtime === runtime && one.read === read && one.events === results.events);
  return Object.fromEntries(cases.map(({ shape, ratios }) => [shape, atMost ? 1 / ratios[ours][peer].median : ratios[ours][peer].median]));
}

/** @param {number} ratio */
export function isMet({ times, atMost }, ratio) {
  return atMost ? ratio <= atMost : ratio >= times;
}
