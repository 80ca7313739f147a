// The gateway's wasm survives, too: a request in which it fails is answered 500, what streams meanwhile goes on, the next request passes.
import { arm, disarm, FAILURES } from "./traps/trapping.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { createGateway } from "qwen-edge/gateway";
import { answer } from "../runtime/wire.mjs";

const TEXT = answer("It is two", " years.");
const service = async () => new Response(TEXT, { headers: { "content-type": "text/event-stream" } });
const gateway = createGateway({ apiKey: "sk-test", allow: { models: ["qwen-plus"] }, fetch: service });
const ask = () => {
  const body = JSON.stringify({ model: "qwen-plus", stream: true, messages: [{ role: "user", content: "?" }] });
  return gateway.fetch(new Request("https://gate.example/v1/chat/completions", { method: "POST", headers: { "content-type": "application/json" }, body }));
};

for (const [name, failure] of Object.entries(FAILURES))
  test(`${name} at any export call of a request`, async (context) => {
    let at = 1;
    for (; ; at += 1) {
      const neighbour = await ask();
      arm(at, { failure, after: false });
      const response = await ask();
      const { fired, misuse } = disarm();
      if (!fired) break;
      const { error } = await response.json();
      assert.deepEqual([response.status, error.code], [500, "gateway_failed"], `export call ${at}`);
      assert.equal(await neighbour.text(), TEXT, "the answer that streamed meanwhile");
      assert.equal(await (await ask()).text(), TEXT, "the next request");
      // Its core has no objects, so none is freed wrongly.
      assert.deepEqual(misuse().filter((use) => use.endsWith("has failed")), [], `export call ${at}`);
    }
    context.diagnostic(`${at - 1} export calls`);
    assert.ok(at > 3);
  });
