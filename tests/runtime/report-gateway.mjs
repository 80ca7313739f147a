// The same questions to the gateway wherever it runs. The asking side is this Node; the service is the emulator or a hand-written peer.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, before, beforeEach, describe, test } from "node:test";
import { Qwen } from "qwen-edge";
import { sleep, until } from "./assert.mjs";
import { ORIGIN } from "./gateway-options.mjs";
import { startServer } from "./server/server.mjs";
import { answer, chunk } from "./wire.mjs";

const TIMEOUT = { timeout: 20_000 };
const SERVICE_HEADERS = { "content-type": "text/event-stream", "x-request-id": "req-gw", "set-cookie": "acw_tc=1" };
const ASKED = { model: "qwen-plus", messages: [{ role: "user", content: "Hello" }], stream: true };

/**
 * @param {string} host its name in the report
 * @param {(upstream: string) => Promise<{ origin: string, stop(): Promise<void> }>} start
 */
export function reportGateway(host, start) {
  describe(`the gateway in ${host}`, () => {
    let server, gateway, service;

    /** Puts another service behind the gateway. */
    const behind = async (script) => (service = await server.peer(script, "upstream"));
    const post = (body, { headers, signal } = {}) =>
      fetch(`${gateway.origin}/api/v1/chat/completions`, {
        method: "POST",
        body: JSON.stringify(body),
        signal,
        headers: { "content-type": "application/json", origin: ORIGIN, ...headers },
      });

    before(async () => {
      server = await startServer();
      gateway = await start(`${server.origin}/p/upstream/v1`);
    }, { timeout: 60_000 });
    beforeEach(() => behind({ answers: [{ headers: SERVICE_HEADERS, body: [{ text: answer("Hi.") }] }] }));
    after(async () => {
      await gateway?.stop();
      await server?.close();
    });

    test("a document is asked through it", TIMEOUT, async () => {
      await behind({ emulator: {} });
      const qwen = new Qwen({ baseURL: `${gateway.origin}/v1`, defaultHeaders: { origin: ORIGIN } });
      const stream = await qwen.ask({ documents: [new File(["The Alpha lease runs for two years."], "alpha.txt")], question: "How long does the Alpha lease run?" });
      assert.match(await stream.finalContent(), /two years/);
    });

    test("it answers the preflight of a listed origin by itself", TIMEOUT, async () => {
      const headers = { origin: ORIGIN, "access-control-request-method": "POST", "access-control-request-headers": "content-type" };
      const response = await fetch(`${gateway.origin}/v1/chat/completions`, { method: "OPTIONS", headers });
      assert.ok(response.ok, `status ${response.status}`);
      assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
      assert.match(response.headers.get("access-control-allow-headers") ?? "", /content-type/i);
      assert.equal(service.seen.requests.length, 0);
    });

    test("it refuses other origins, models and paths before the service hears of them", TIMEOUT, async () => {
      const refusals = [
        [await post(ASKED, { headers: { origin: "https://evil.example" } }), 403, "origin_not_allowed"],
        [await post({ ...ASKED, model: "qwen-max" }), 403, "model_not_allowed"],
        [await fetch(`${gateway.origin}/v1/models`, { headers: { origin: ORIGIN } }), 403, "route_not_allowed"],
      ];
      for (const [response, status, code] of refusals) assert.deepEqual([response.status, (await response.json()).error.code], [status, code]);
      assert.equal((await fetch(`${gateway.origin}/v1/secrets`, { headers: { origin: ORIGIN } })).status, 404);
      assert.equal(service.seen.requests.length, 0);
    });

    test("the service gets the gateway's key and nothing that identifies the visitor", TIMEOUT, async () => {
      const visitor = { authorization: "Bearer visitor", cookie: "session=1", "x-forwarded-for": "203.0.113.9", referer: `${ORIGIN}/private` };
      await (await post(ASKED, { headers: visitor })).text();
      const { headers, path } = service.seen.requests[0];
      assert.equal(path, "/v1/chat/completions");
      assert.equal(headers.authorization, "Bearer sk-held-by-the-gateway");
      for (const name of ["cookie", "x-forwarded-for", "referer", "origin"]) assert.equal(headers[name], undefined, name);
    });

    test("a seed that JavaScript cannot count arrives as it was written", TIMEOUT, async (context) => {
      if (host === "Node" && !("rawJSON" in JSON)) return context.skip("Node 20 rounds it");
      const headers = { "content-type": "application/json", origin: ORIGIN };
      const body = `{"model":"qwen-plus","messages":[{"role":"user","content":"Hello"}],"stream":true,"seed":9007199254740993}`;
      await (await fetch(`${gateway.origin}/v1/chat/completions`, { method: "POST", headers, body })).text();
      assert.equal(service.seen.requests[0].body, body);
    });

    test("the page gets the answer and its request id, and none of the service's cookies", TIMEOUT, async () => {
      const response = await post(ASKED);
      assert.equal(response.headers.get("x-request-id"), "req-gw");
      assert.match(response.headers.get("access-control-expose-headers") ?? "", /x-request-id/i);
      assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
      assert.equal(response.headers.get("set-cookie"), null);
      assert.equal(await response.text(), answer("Hi."));
    });

    test("an event passes before the next one exists", TIMEOUT, async () => {
      await behind({ answers: [{ body: [{ text: chunk({ content: "first" }) }, { wait: 500 }, { text: answer("second") }] }] });
      const response = await post(ASKED);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const { value } = await reader.read();
      assert.match(value, /"first"/);
      assert.doesNotMatch(value, /"second"/);
      assert.equal(service.seen.open, 1, "the service is still writing");
      while (!(await reader.read()).done);
    });

    for (const [how, leave] of [["breaks", "resetAndDestroy"], ["is closed", "destroy"]])
      test(`when the visitor's connection ${how} while the service is silent, the service sees it`, TIMEOUT, async (context) => {
        if (host === "workerd" && leave === "destroy") return context.skip("workerd notices it, with enable_request_signal, in two of three runs");
        await behind({ answers: [{ body: [{ text: chunk({ content: "first" }) }], ending: "hang" }] });
        const visitor = connect(Number(new URL(gateway.origin).port), "127.0.0.1");
        const body = JSON.stringify(ASKED);
        visitor.write(`POST /v1/chat/completions HTTP/1.1\r\nhost: gateway\r\norigin: ${ORIGIN}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
        await once(visitor, "data");
        visitor[leave]();
        await until(() => service.seen.open === 0, "the service sees that the visitor has gone");
      });

    test("when the visitor goes away the service stops generating", TIMEOUT, async () => {
      await behind({ answers: [{ body: [{ tokens: 5 }] }] });
      const leave = new AbortController();
      const response = await post(ASKED, { signal: leave.signal });
      await response.body.getReader().read();
      leave.abort();
      await until(() => service.seen.closed === 1, "the service sees that the visitor has gone");
      const { tokens } = service.seen;
      await sleep(100);
      assert.equal(service.seen.tokens, tokens, "tokens generated for nobody");
    });

    test("an answer that is cut behind it is cut before it", TIMEOUT, async () => {
      await behind({ answers: [{ body: [{ text: chunk({ content: "half" }), pause: 30 }], ending: "cut" }] });
      const qwen = new Qwen({ baseURL: `${gateway.origin}/v1`, defaultHeaders: { origin: ORIGIN }, maxRetries: 0 });
      await assert.rejects((await qwen.chat.completions.create(ASKED)).finalContent(), { name: "TruncatedStreamError" });
    });
  });
}
