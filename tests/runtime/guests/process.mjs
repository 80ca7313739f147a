// Starts Node, Deno or Bun with the suite inside and talks to it in lines of JSON. A process that dies fails its case; the next case gets a new one.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const SUITE = fileURLToPath(new URL("lines.mjs", import.meta.url));

/** How long a process may take to leave after its input has ended, in ms. */
const LEAVE_DEADLINE = 2000;

/** @param {() => string} program where it is @param {string[]} [flags] before the name of the module @param {string} [module] when it is not the suite */
export function processGuest(program, flags = [], module = SUITE) {
  return async (server, runtime) => {
    const start = () => startProcess(program(), [...flags, module, server.origin, runtime]);
    let guest = start();
    return {
      async run(name) {
        if (guest.exited()) guest = start();
        return guest.run(name);
      },
      stop: () => guest.stop(),
    };
  };
}

function startProcess(program, args) {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const exit = new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve(`the runtime exited with ${signal ?? code}`));
    child.once("error", (error) => resolve(error.message));
  });
  child.stdin.on("error", () => {}); // writing to a process that has died: `exit` says why
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    exited: () => child.exitCode !== null || child.signalCode !== null,
    async run(name) {
      child.stdin.write(`${JSON.stringify(name)}\n`);
      return JSON.parse((await nextAnswer(lines, name)) ?? JSON.stringify({ error: String(await exit) }));
    },
    async stop() {
      child.stdin.end();
      const stubborn = setTimeout(() => child.kill("SIGKILL"), LEAVE_DEADLINE);
      await exit;
      clearTimeout(stubborn);
    },
  };
}

/** The next line that is an answer to `name`: a case that was given up may still answer, and a runtime may print. */
async function nextAnswer(lines, name) {
  const start = `${JSON.stringify(name)} `;
  for (;;) {
    const { value, done } = await lines.next();
    if (done) return undefined;
    if (value.startsWith(start)) return value.slice(start.length);
  }
}
