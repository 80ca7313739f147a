// CPU seconds of workerd while a thousand answers stream through it at once: through the gateway, and through a Worker that only passes on.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startWorker } from "../../tests/runtime/guests/workerd.mjs";
import { spread } from "../measure.mjs";

const UPSTREAM = fileURLToPath(new URL("upstream.mjs", import.meta.url));
const WORKERS = { gateway: "guests/gateway-worker.mjs", "plain proxy": "../../benches/gateway/plain-worker.mjs" };
const QUESTION = JSON.stringify({ model: "qwen-long", messages: [{ role: "user", content: "How long does the lease run?" }], stream: true });
/** Ticks of a second in /proc, on every Linux. */
const TICKS = 100;

/**
 * @param {{ streams: number, events: number, pause: number, rounds: number }} order
 * @returns {Promise<object>} CPU seconds by Worker, and the ratio of each round
 */
export async function gatewayTimes({ streams, events, pause, rounds }) {
  const upstream = await startUpstream(events, pause);
  const workers = {};
  try {
    for (const [name, entry] of Object.entries(WORKERS)) workers[name] = await startWorker(entry, { UPSTREAM: `${upstream.origin}/v1`, DASHSCOPE_API_KEY: "sk-bench" });
    const times = Object.fromEntries(Object.keys(workers).map((name) => [name, []]));
    for (let round = 0; round <= rounds; round += 1)
      for (const [name, worker] of Object.entries(workers)) {
        const seconds = await visits(worker, streams, events);
        if (round > 0) times[name].push(seconds); // the first warms up
      }
    const ratio = spread(times.gateway.map((seconds, round) => seconds / times["plain proxy"][round]));
    return { streams, events, pause, cpuSeconds: Object.fromEntries(Object.entries(times).map(([name, each]) => [name, spread(each)])), ratio };
  } finally {
    for (const worker of Object.values(workers)) await worker.stop();
    await upstream.stop();
  }
}

/** CPU seconds that workerd takes for so many visitors at once. */
async function visits({ origin, pid }, streams, events) {
  const before = cpuSeconds(pid);
  const counts = await Promise.all(Array.from({ length: streams }, () => visit(origin)));
  if (counts.some((count) => count !== events)) throw new Error(`an answer had ${counts.find((count) => count !== events)} events, not ${events}`);
  return cpuSeconds(pid) - before;
}

/** Reads one answer to its end: the number of its events. */
async function visit(origin) {
  const asked = request(`${origin}/v1/chat/completions`, { method: "POST", agent: false, headers: { "content-type": "application/json", origin: "https://app.example" } });
  asked.end(QUESTION);
  const [response] = await once(asked, "response");
  let count = 0;
  let last = 0;
  for await (const piece of response)
    for (const byte of piece) {
      if (byte === 10 && last === 10) count += 1;
      last = byte;
    }
  return count;
}

/** User and system time of a process and its threads: see proc(5). */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

async function startUpstream(events, pause) {
  const child = spawn(process.execPath, [UPSTREAM, String(events), String(pause)], { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  const stop = async () => {
    child.kill("SIGKILL");
    await exit;
  };
  for await (const port of createInterface({ input: child.stdout })) return { origin: `http://127.0.0.1:${port}`, stop };
  throw new Error("the upstream ended before it listened");
}
