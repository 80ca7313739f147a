// Calls that are under way in the same wasm instance when another call makes it fail: each waits for its next event.
import { chunk } from "../../runtime/wire.mjs";

const question = { model: "neighbour", messages: [{ role: "user", content: "Go on" }] };

/** Begins a stream, a loop over events and a plain call; `wake()` lets each have its next event, `outcomes` are theirs. */
export async function neighbours({ qwen, service, lib }, options) {
  const wakes = [];
  const body = (signal) => {
    const made = service.body([chunk({ content: "first" })], signal, false);
    wakes.push(() => made.push(chunk({ content: "second" })));
    return new Response(made.stream, { headers: { "content-type": "text/event-stream" } });
  };
  service.on("neighbour", (_, __, signal) => body(signal));
  const stream = await qwen.chat.completions.create({ ...question, stream: true }, options);
  const texts = stream.text();
  await texts.next();
  const raw = lib.events(body());
  await raw.next();
  service.on("neighbour", pending(wakes));
  const call = qwen.chat.completions.create(question, options);
  await new Promise(setImmediate); // the request is on its way
  return {
    wake: () => wakes.forEach((wake) => wake()),
    outcomes: { "a stream": kept(texts.next()), "a loop over events": kept(raw.next()), "a plain call": kept(call) },
    /** Lets go of those that still live. */
    leave: () => Promise.all([texts.return(), raw.return()]),
  };
}

/** An answer whose head comes at the wake. */
function pending(wakes) {
  return (_, service, signal) =>
    new Promise((resolve, reject) => {
      const entry = { what: "a request of a neighbour" };
      const over = () => service.open.delete(entry);
      service.open.add(entry);
      wakes.push(() => (over(), resolve(Response.json({ id: "n", choices: [{ index: 0, message: { role: "assistant", content: "n" }, finish_reason: "stop" }] }))));
      signal.addEventListener("abort", () => (over(), reject(signal.reason)), { once: true });
    });
}

/** A failure that is asked for later is no unhandled rejection. */
function kept(promise) {
  promise.catch(() => {});
  return promise;
}
