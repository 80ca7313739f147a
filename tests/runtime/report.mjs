// Runs the suite in one runtime and reports every case as a subtest of its own.
import { after, before, describe, test } from "node:test";
import { until } from "./assert.mjs";
import { startServer } from "./server/server.mjs";
import { CASE_DEADLINE, cases } from "./suite.mjs";

/** Milliseconds: a browser on a busy machine closes a connection when it comes to it. */
const CLOSED_WITHIN = 15_000;

/** A runtime that does not answer is given up a little after the case's own deadline. */
const RUNTIME_DEADLINE = CASE_DEADLINE + CLOSED_WITHIN + 5_000;

/** Starting a browser on a busy machine. */
const START_DEADLINE = 60_000;

/**
 * @param {string} runtime its name in the report
 * @param {(server: { origin: string }, runtime: string) => Promise<{ run(name: string): Promise<object>, stop(): Promise<void> }>} start
 */
export function reportSuite(runtime, start) {
  describe(runtime, () => {
    let server, guest;
    before(async () => {
      server = await startServer();
      guest = await start(server, runtime);
    }, { timeout: START_DEADLINE });
    after(async () => {
      await guest?.stop();
      await server?.close();
    });
    for (const name of Object.keys(cases))
      test(name, { timeout: RUNTIME_DEADLINE }, async (context) => {
        server.forgetPeers();
        const { skipped, error } = await guest.run(name);
        if (error) throw Object.assign(new Error(error.split("\n")[0]), { stack: `[${runtime}] ${error}` });
        if (skipped) context.skip(skipped);
        await until(() => server.stillOpen().length === 0, "every connection of the case is closed", CLOSED_WITHIN);
      });
  });
}

