// What time is. Where a runtime tells the CPU time of the thread that runs JavaScript (Node from 23.9 on), that is it: what other programs take of the machine
// does not count. Elsewhere it is the clock on the wall.

const { process } = globalThis;

export const clock = tellsCpuTime() ? "cpu" : "wall";

/** Milliseconds that a timing must take at least: Linux counts a thread's CPU time in ticks of up to 4 ms. */
export const least = clock === "cpu" ? 75 : 0;

/** Milliseconds. */
export const now = clock === "cpu" ? cpu : () => performance.now();

/** Some runtimes have the function, and throw when it is called (workerd). */
function tellsCpuTime() {
  try {
    return process.threadCpuUsage().user >= 0;
  } catch {
    return false;
  }
}

function cpu() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
