// Whatever stands in a field, the emulator answers as a service: with an answer or a refusal, never with an exception.
import assert from "node:assert/strict";
import test from "node:test";
import { dataUrl, imagePart, png, textPart } from "./media-made.mjs";
import { service, system, user } from "./service.mjs";

const ODD = [undefined, null, true, 0, -1, 1.5, 1e9, "", "x", "toString", "__proto__", [], [null], [[]], ["x"], {}, { type: "x" }, { toString: 1 }];

const TOOL = { type: "function", function: { name: "get_weather", description: "Weather", parameters: { type: "object", properties: { a: { type: "string" } }, required: ["a"] } } };
const CALL = { role: "assistant", content: "", tool_calls: [{ id: "c", type: "function", function: { name: "get_weather", arguments: "{}" } }] };
const SCHEMA = { type: "object", properties: { a: { type: "string", minLength: 1, format: "date" }, b: { type: "integer", minimum: 1, multipleOf: 2 }, c: { type: "array", items: { $ref: "#/x" }, minItems: 1 } }, required: ["a"] };

/** Requests that use every field between them. */
const REQUESTS = {
  text: {
    model: "qwen-plus", messages: [system("x"), user("Weather in Rome? json"), CALL, { role: "tool", tool_call_id: "c", content: "1" }], stream: true, stream_options: { include_usage: true },
    temperature: 1, top_p: 0.5, n: 1, seed: 1, stop: ["x"], max_tokens: 9, logprobs: true, top_logprobs: 1, tools: [TOOL], tool_choice: "auto", parallel_tool_calls: true,
    enable_thinking: true, thinking_budget: 9, preserve_thinking: true, enable_search: true, search_options: { search_strategy: "turbo", freshness: 7, assigned_site_list: ["x"] },
  },
  schema: { model: "qwen-plus", messages: [user("Ada is 36")], response_format: { type: "json_schema", json_schema: { name: "x", schema: SCHEMA } } },
  partial: { model: "qwen-plus", messages: [user([{ ...textPart("x"), cache_control: { type: "ephemeral" } }]), { role: "assistant", content: "x", partial: true }] },
  translation: { model: "qwen-mt-plus", messages: [user("x")], translation_options: { source_lang: "auto", target_lang: "en", terms: [{ source: "a", target: "b" }], tm_list: [{ source: "a", target: "b" }], domains: "x" } },
  vision: { model: "qwen3-vl-plus", messages: [user([imagePart(dataUrl("image/png", png(64, 64)), { min_pixels: 65_536, max_pixels: 65_536 }), { type: "video", video: new Array(4).fill("https://example.com/"), fps: 2, total_pixels: 1e6 }, textPart("x")])] },
  omni: { model: "qwen3-omni-flash", stream: true, modalities: ["text", "audio"], audio: { voice: "Cherry", format: "wav" }, messages: [user([{ type: "input_audio", input_audio: { data: "https://example.com/", format: "wav" } }])] },
};

/** Copies of a value in which one place, wherever it is, holds an odd value. */
function* bent(value) {
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    const put = (odd) => (Array.isArray(value) ? value.with(Number(key), odd) : { ...value, [key]: odd });
    for (const odd of ODD) yield put(odd);
    for (const inner of bent(value[key])) yield put(inner);
  }
}

for (const [name, request] of Object.entries(REQUESTS)) {
  test(`${name}: an odd value in any place is answered or refused`, async () => {
    const { chat } = service();
    assert.equal((await chat(request)).status, 200);
    let count = 0;
    for (const body of bent(request)) {
      const response = await chat(body);
      const text = await response.text();
      assert.ok([200, 400, 404].includes(response.status), JSON.stringify(body));
      assert.ok(response.status === 200 || text.includes('"message":"'), JSON.stringify(body));
      count += 1;
    }
    assert.ok(count > 100);
  });
}
