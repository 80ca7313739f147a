// What a case gets besides its assertions: the package as this runtime loaded it, and peers to talk to.
import { sleep, until } from "./assert.mjs";

/**
 * @param {object} lib the exports of `qwen-edge`
 * @param {{ origin: string, runtime: string }} where the test server's address; the runtime's name
 */
export function environment(lib, { origin, runtime }) {
  return { lib, runtime, inPage: typeof document === "object", peer: (script) => register(lib, origin, script) };
}

async function register(lib, origin, script) {
  const { id, baseURL } = await json(await fetch(`${origin}/peers`, { method: "POST", body: JSON.stringify(script) }));
  const seen = async () => json(await fetch(`${origin}/peers/${id}`));
  return {
    baseURL,
    seen,
    /** Waits until `probe(seen)` holds; returns what was seen then. */
    async sees(probe, what) {
      let last;
      await until(async () => probe((last = await seen())), what);
      return last;
    },
    /** The messages of the last chat request that reached the service, the emulator's or a hand-written one. */
    async sentMessages() {
      const { requests } = await seen();
      return JSON.parse(requests.findLast(({ url, path }) => (url ?? path).endsWith("/chat/completions")).body).messages;
    },
    /** That the peer stops generating: the number of its tokens stands still. */
    async hasStopped() {
      const before = await this.sees((now) => now.open === 0, "the peer sees that its answer was closed");
      await sleep(100);
      return (await seen()).tokens === before.tokens;
    },
    /** A client of this peer. Pages pass the key knowingly: what happens otherwise is a case of its own. */
    client: (options) => new lib.Qwen({ apiKey: "sk-test", dangerouslyAllowBrowser: true, baseURL, maxRetries: 0, ...options }),
  };
}

async function json(response) {
  if (!response.ok) throw new Error(`the test server says ${response.status}: ${await response.text()}`);
  return response.json();
}
