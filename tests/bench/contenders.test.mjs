// The benchmark cannot rot: everybody who is measured reads everything that is streamed, in every shape and in reads of every size, and reads the same.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runCase, verified } from "../../benches/case.mjs";
import { contenders } from "../../benches/contenders.mjs";
import { assertEqual, expected } from "../../benches/equal.mjs";
import { reads } from "../../benches/service.mjs";
import { body, EVENTS, shapes } from "../../benches/streams.mjs";

const FEW = 60;

describe("what is streamed", () => {
  for (const shape of shapes)
    test(`${shape}: as many events as were asked for, of the size that was recorded`, () => {
      const bytes = body(shape, EVENTS);
      const { events, finish, tokens } = expected(bytes);
      assert.deepEqual([events, finish, tokens], [EVENTS - 1, shape === "tools" ? "tool_calls" : "stop", 15002], "[DONE] is an event of its own");
      assert.ok(bytes.length / EVENTS > 250 && bytes.length / EVENTS < 400, `${bytes.length / EVENTS} bytes an event`);
    });

  test("the four key orders of reference 4.2 in one stream", () => {
    const choices = new TextDecoder().decode(body("English", FEW)).matchAll(/"choices":\[(\{.+?\})\],"object"/g);
    const orders = new Set(Array.from(choices, ([, one]) => Object.keys(JSON.parse(one)).join()));
    assert.deepEqual([...orders], ["delta,index,logprobs,finish_reason", "finish_reason,logprobs,delta,index", "delta,finish_reason,index,logprobs", "finish_reason,delta,index,logprobs"]);
  });
});

describe("every contender reads what was sent", () => {
  for (const shape of shapes) for (const read of reads) test(`${shape}, ${read} a read`, () => verified(body(shape, FEW), read));
});

test("a contender that reads something else fails the benchmark", () => {
  const sent = expected(body("tools", FEW));
  const [text, calls] = [`${sent.text} `, sent.calls.slice(1)];
  for (const wrong of [{ text }, { calls }, { events: sent.events + 1 }, { finish: "stop" }]) assert.throws(() => assertEqual({ wrong }, sent), /wrong read another/);
  assertEqual({ right: { text: sent.text, calls: sent.calls } }, sent);
});

test("a case gives every contender a time and a ratio", async () => {
  const { error, ...result } = await runCase({ shape: "English", read: "4 KiB", events: FEW, settings: { rounds: 2, sample: 0, warmUp: 0 } });
  assert.equal(error, undefined);
  for (const name of Object.keys(contenders)) {
    const { ns, MBps } = result.contenders[name];
    assert.ok(ns.median > 0 && ns.p10 <= ns.median && ns.median <= ns.p90 && MBps > 0, name);
    assert.ok(result.ratios.chunks[name].median > 0 && result.ratios.text[name].median > 0, name);
  }
  assert.equal(result.ratios.chunks["qwen-edge"].median, 1);
});
