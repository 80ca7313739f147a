// A batch: many requests in one file, at half the price, answered within a day. Its results are matched by `custom_id`.
import { qwen } from "./service.mjs";

const reviews = { "review-1": "The ferry was late again.", "review-2": "What a view from the tower!", "review-3": "The soup was cold." };

/** One at a time, as they are written: they could come from a database of thousands. */
async function* requests() {
  for (const [custom_id, review] of Object.entries(reviews)) {
    yield { custom_id, body: { model: "qwen-plus", messages: [{ role: "user", content: `Is this a praise or a complaint? ${review}` }] } };
  }
}

const batch = await qwen.batches.create({ requests: requests(), metadata: { ds_name: "reviews" } });
console.log("batch:", batch.id, batch.status);

// With the real service this may take hours: keep the id, and come back.
const over = await qwen.batches.wait(batch.id, { onProgress: ({ status, request_counts: { completed, total } }) => console.log(`${status}, ${completed} of ${total}`) });

for await (const result of qwen.batches.results(over)) {
  if (result.ok) console.log(`${result.custom_id}: ${result.completion.choices[0].message.content}`);
  else console.log(`${result.custom_id} failed: ${result.error.message}`);
}
