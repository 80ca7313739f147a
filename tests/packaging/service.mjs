// The emulator behind node:http on a free loopback port, and what a user's program asks of it.
import { once } from "node:events";
import { createServer } from "node:http";
import { createEmulator } from "qwen-edge/testing";
import { toNodeListener } from "qwen-edge/node";

/** The heart of a user's program, in every runtime: no `init()`, one question about one document, the answer streamed; and a call that is loaded when it is made. */
export const QUESTION = `
async function question(Qwen, baseURL, options) {
  const qwen = new Qwen({ apiKey: "sk-packaging", baseURL, dangerouslyAllowBrowser: true, ...options });
  const stream = await qwen.ask({
    documents: [{ text: "The ferry to Hven leaves at seven. The museum opens at noon." }],
    question: "When does the ferry leave?",
  });
  let answer = "";
  for await (const text of stream.text()) answer += text;
  const { state } = await stream.end;
  const late = await qwen.batches.create({ requests: [] }).catch(({ code }) => code);
  return JSON.stringify({ state, answer, late });
}
`;

/** What the emulator's answer to {@link QUESTION} must show: the document was read, and the answer is whole. */
export function isAnswered(printed) {
  const { state, answer, late } = JSON.parse(printed);
  if (state !== "complete" || !answer.includes("The ferry to Hven leaves at seven")) throw new Error(`not the answer: ${printed}`);
  if (late !== "no_requests") throw new Error(`not the error of a batch without requests: ${printed}`);
}

/** @returns {Promise<{ baseURL: string, close(): Promise<void> }>} */
export async function startService() {
  const emulator = createEmulator({ cors: "open" });
  return listen(toNodeListener(emulator.fetch), "/compatible-mode/v1");
}

/** Any listener on a free loopback port. */
export async function listen(listener, path = "") {
  const http = createServer(listener).listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (http.address());
  return {
    baseURL: `http://127.0.0.1:${port}${path}`,
    async close() {
      http.close();
      http.closeAllConnections();
      await once(http, "close");
    },
  };
}
