// What time is. Where a runtime tells the CPU time of the thread that runs JavaScript (Node from 23.9 on), that is it: what other programs take of the machine
// does not count. Elsewhere it is the clock on the wall.

const { process } = globalThis;

export const clock = typeof process?.threadCpuUsage === "function" ? "cpu" : "wall";

/** Milliseconds. */
export const now = clock === "cpu" ? cpu : () => performance.now();

function cpu() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
