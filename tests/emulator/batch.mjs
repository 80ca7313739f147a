// Batches as their tests make them.
import assert from "node:assert/strict";
import { service, user } from "./service.mjs";

/** A line of a batch that asks `text`; `more` overrides fields of the line, `body` those of its body. */
export const line = (customId, text, { body, ...more } = {}) => ({
  custom_id: customId,
  method: "POST",
  url: "/v1/chat/completions",
  body: { model: "qwen-plus", messages: [user(text)], ...body },
  ...more,
});

export const jsonl = (lines) => lines.map((each) => (typeof each === "string" ? each : JSON.stringify(each))).join("\n");

/** An emulator, with calls for batches. */
export function batchService(options) {
  const emulator = service(options);

  const input = async (lines) => (await (await emulator.upload("input.jsonl", jsonl(lines), "batch")).json()).id;

  /** The answer to the creation of a batch of a file. */
  const begin = (input_file_id, more) =>
    emulator.post("/batches", { input_file_id, endpoint: "/v1/chat/completions", completion_window: "24h", ...more });

  /** Makes a batch of lines and gives its object. */
  const create = async (lines, more) => {
    const response = await begin(await input(lines), more);
    const batch = await response.json();
    assert.equal(response.status, 200, JSON.stringify(batch));
    return batch;
  };

  const poll = async ({ id }) => (await emulator.get(`/batches/${id}`)).json();

  /** Polls until the batch has come to an end. */
  const end = async (batch) => {
    while (!["completed", "failed", "expired", "cancelled"].includes(batch.status)) batch = await poll(batch);
    return batch;
  };

  const cancel = ({ id }) => emulator.post(`/batches/${id}/cancel`, null);

  /** The lines of a result file. */
  const results = async (id) => {
    const response = await emulator.get(`/files/${id}/content`);
    assert.equal(response.status, 200);
    return (await response.text()).trimEnd().split("\n").map((text) => JSON.parse(text));
  };

  return { ...emulator, input, begin, create, poll, end, cancel, results };
}
